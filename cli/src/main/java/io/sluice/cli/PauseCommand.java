package io.sluice.cli;

import io.sluice.processor.control.ControlRecord;
import io.sluice.processor.control.InstanceReport;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets no attempt of a type begin. */
@Command(
    name = "pause",
    description = {
      "Let no attempt of a type begin, in any instance of a pipeline, until it is resumed. Attempts"
          + " that run go on to their end.",
      "Its events wait, in order, in the pipeline's store; no attempt is used up, and other types"
          + " pass. It holds through restarts."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice pause user.welcome_email --pipeline shop",
      "  sluice pause 'user.#' --reason 'the mail provider is being moved'",
      "  sluice resume user.welcome_email --pipeline shop",
      "  sluice ps                                       shows what is paused, since when, by whom"
    })
final class PauseCommand implements Callable<Integer> {
  static final String ACTION = "pause";

  @Mixin ControlOptions options;

  @Parameters(paramLabel = "TYPE", description = "A type, or a pattern: user.*, user.#.")
  String type;

  @Option(names = "--force", description = "Also where no handler for it is known.")
  boolean force;

  @Override
  public Integer call() {
    try (ControlDesk desk = options.open()) {
      List<InstanceReport> reports = desk.reports();
      ServedTypes.of(desk.names().pipeline(), reports).require(type, ACTION, force);
      ControlRecord.Pause before = desk.snapshot().state().paused().get(type);
      if (before != null) {
        options.say(type + " is paused already, " + since(before));
        return ExitCodes.DONE;
      }
      desk.say(ACTION, List.of(new ControlRecord.Pause(type, desk.mandate(), null)));
      options.say("paused " + type + ": its events wait until `sluice resume` lets them run again");
      options.say(desk.audience(reports));
      return ExitCodes.DONE;
    }
  }

  /** Since when, by whom and why. */
  static String since(ControlRecord.Pause pause) {
    ControlRecord.Mandate mandate = pause.mandate();
    return "since "
        + Instant.ofEpochMilli(mandate.atMs())
        + " by "
        + PlainText.line(mandate.by())
        + (mandate.reason() == null ? "" : ": " + PlainText.line(mandate.reason()))
        + (pause.fingerprint() == null
            ? ""
            : " (failures alike: " + PlainText.line(pause.fingerprint()) + ")");
  }
}
