package io.sluice.cli;

import io.sluice.replay.LetterEdit;
import io.sluice.replay.ReplayOptions;
import io.sluice.replay.ReplayOptions.Changes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What may be replayed, and what is changed on the way: a mixin of the command that replays. */
final class ReplayRules {
  @Option(
      names = "--max-replays",
      paramLabel = "N",
      description =
          "A letter that has come back so often already goes to the parking topic instead (NAME"
              + ".parking), and is told. Default: "
              + ReplayOptions.MAX_REPLAYS
              + ".")
  int maxReplays = ReplayOptions.MAX_REPLAYS;

  @Option(
      names = "--force",
      description =
          "Also letters whose event has succeeded since, and those whose payload the current"
              + " schema of their type cannot read.")
  boolean force;

  @Option(
      names = "--upcast",
      description =
          "Raise payloads that the current schema cannot read, by the upcasters there are.")
  boolean upcast;

  @ArgGroup(exclusive = true)
  @Nullable Edit edit;

  /** How one letter is changed. */
  static final class Edit {
    @Option(
        names = "--edit",
        paramLabel = "JSON-PATCH",
        description = {
          "Change the one letter that is chosen by this patch (RFC 6902), or by the one in @FILE."
              + " Paths are those of the event as `sluice dlq show` prints it.",
          "The original bytes are kept in the audit."
        })
    @Nullable String patch;

    @Option(
        names = "--edit-with",
        paramLabel = "EDITOR",
        arity = "0..1",
        fallbackValue = "",
        description = "Change it in this editor, or in $$EDITOR where none is named.")
    @Nullable String editor;

    private @Nullable LetterEdit made;

    /** The same each time: what was edited once is not asked for again. */
    LetterEdit made() {
      LetterEdit edit = made;
      if (edit == null) {
        edit =
            patch != null
                ? JsonPatchEdit.parse(patch)
                : EditorEdit.of(editor == null ? "" : editor, System.getenv());
        made = edit;
      }
      return edit;
    }
  }

  /**
   * @throws UserErrorException naming the option that is wrong, exit code 2
   */
  ReplayOptions apply(ReplayOptions options) {
    if (maxReplays < 1) {
      throw new UserErrorException("--max-replays must be at least 1", ExitCodes.WRONG_USAGE);
    }
    return options
        .withMaxReplays(maxReplays)
        .withForce(force)
        .withChanges(new Changes(upcast, edit == null ? null : edit.made()));
  }
}
