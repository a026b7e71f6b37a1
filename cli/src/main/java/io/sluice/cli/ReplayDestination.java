package io.sluice.cli;

import io.sluice.replay.ReplayTarget;
import io.sluice.replay.letter.DeadLetterTopic;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where letters are to go: a mixin of the command that moves them. */
final class ReplayDestination {
  @ArgGroup(exclusive = true)
  @Nullable Choice choice;

  /** One of the ways. */
  static final class Choice {
    @Option(
        names = "--to-handler",
        description =
            "To the retry topic of the pipeline that gave them up, and so to the handler that"
                + " failed and to nobody else. What a pipeline's letters do by default.")
    boolean toHandler;

    @Option(
        names = "--to-source",
        description =
            "To the topic and partition that each was first read from: to whoever reads that. What"
                + " the letters of other tools do by default.")
    boolean toSource;

    @Option(
        names = "--to-topic",
        paramLabel = "TOPIC",
        description =
            "To this topic; partition by key. On a source topic every pipeline reads them, and"
                + " drops those whose ids it has seen.")
    @Nullable String toTopic;
  }

  ReplayTarget of(DeadLetterTopic letters) {
    if (choice == null) {
      return isForeign(letters) ? ReplayTarget.toSource() : ReplayTarget.toHandler();
    }
    if (choice.toTopic != null) {
      return ReplayTarget.toTopic(choice.toTopic);
    }
    return choice.toSource ? ReplayTarget.toSource() : ReplayTarget.toHandler();
  }

  /** What is to be told of the way. */
  Optional<String> note(DeadLetterTopic letters) {
    return choice == null && isForeign(letters)
        ? Optional.of(
            letters.name()
                + " is no pipeline's topic: each letter goes back to the topic it was first read"
                + " from (--to-source)")
        : duplicates(letters);
  }

  /** Dedupe of a source topic's readers is not for replays. */
  private Optional<String> duplicates(DeadLetterTopic letters) {
    boolean elsewhere = choice != null && (choice.toSource || choice.toTopic != null);
    return letters
        .pipeline()
        .filter(pipeline -> elsewhere)
        .map(
            pipeline ->
                "note: pipelines that have seen the ids of these letters, "
                    + pipeline
                    + " among them, drop them as duplicates; only others run them (--to-handler"
                    + " goes to "
                    + pipeline
                    + ")");
  }

  private static boolean isForeign(DeadLetterTopic letters) {
    return letters.retryTopic().isEmpty();
  }
}
