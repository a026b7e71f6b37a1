package io.sluice.cli;

import io.sluice.processor.control.ControlRecord;
import io.sluice.processor.control.InstanceReport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets how many attempts of a handler run at once while it runs. */
@Command(
    name = "concurrency",
    description = {
      "Set how many attempts of a handler run at once, in each instance of a pipeline, while they"
          + " run. It takes the place of concurrency in the configuration, and holds through"
          + " restarts, until it is set to off: then the configured one holds again.",
      "Attempts that run go on to their end. There are no more than the instance has threads."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice concurrency user.welcome_email 4 --pipeline shop",
      "  sluice concurrency 'report.#' off"
    })
final class ConcurrencyCommand implements Callable<Integer> {
  static final String NAME = "concurrency";

  @Mixin ControlOptions options;

  @Parameters(paramLabel = "TYPE", description = "The type, or pattern, that a handler is for.")
  String type;

  @Parameters(paramLabel = "N", description = "At least 1; off: as configured.")
  String attempts;

  @Option(names = "--force", description = "Also where no such handler is known.")
  boolean force;

  @Override
  public Integer call() {
    if (attempts.equals(RateLimitCommand.OFF)) {
      return takeBack();
    }
    int most = most();
    try (ControlDesk desk = options.open()) {
      List<InstanceReport> reports = desk.reports();
      ServedTypes.of(desk.names().pipeline(), reports).requireHandler(type, NAME, force);
      desk.say(NAME, List.of(new ControlRecord.Concurrency(type, desk.mandate(), most)));
      options.say(type + " runs " + most + " at once at the most, in each instance");
      options.say(desk.audience(reports));
      return ExitCodes.DONE;
    }
  }

  private int takeBack() {
    try (ControlDesk desk = options.open()) {
      ControlRecord.Concurrency said = desk.snapshot().state().concurrency().get(type);
      if (said == null) {
        throw new UserErrorException(
            "No concurrency was set for " + PlainText.line(type) + " live; it runs as configured.");
      }
      desk.takeBack(NAME, said);
      options.say(type + " is no longer bound to " + said.attempts() + "; it runs as configured");
      options.say(desk.audience(desk.reports()));
      return ExitCodes.DONE;
    }
  }

  private int most() {
    try {
      int most = Integer.parseInt(attempts);
      if (most >= 1) {
        return most;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new UserErrorException(
        "\""
            + PlainText.line(attempts)
            + "\" is no number of attempts; write a whole number of at least 1, or off for what is"
            + " configured; pause stops a type",
        ExitCodes.WRONG_USAGE);
  }
}
