package io.sluice.cli;

import io.sluice.processor.control.ControlRecord;
import io.sluice.processor.control.InstanceReport;
import io.sluice.schema.RateLimit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets the rate of a handler while it runs. */
@Command(
    name = "rate-limit",
    description = {
      "Set how many attempts of a handler begin in a time, in all instances of a pipeline together,"
          + " while they run. It takes the place of rate_limit in the configuration, and holds"
          + " through restarts, until it is set to off: then the configured one holds again.",
      "What is above the rate waits, in order, and no attempt is used up. To stop a type, pause it."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice rate-limit user.welcome_email 100/s --pipeline shop",
      "  sluice rate-limit 'report.#' 20/h --reason 'until the new disks are in'",
      "  sluice rate-limit user.welcome_email off"
    })
final class RateLimitCommand implements Callable<Integer> {
  static final String NAME = "rate-limit";
  static final String OFF = "off";

  @Mixin ControlOptions options;

  @Parameters(paramLabel = "TYPE", description = "The type, or pattern, that a handler is for.")
  String type;

  @Parameters(paramLabel = "RATE", description = "100/s, 600/m, 20/h; off: as configured.")
  String rate;

  @Option(names = "--force", description = "Also where no such handler is known.")
  boolean force;

  @Override
  public Integer call() {
    if (rate.equals(OFF)) {
      return takeBack();
    }
    RateLimit limit = limit();
    try (ControlDesk desk = options.open()) {
      List<InstanceReport> reports = desk.reports();
      ServedTypes.of(desk.names().pipeline(), reports).requireHandler(type, NAME, force);
      desk.say(NAME, List.of(new ControlRecord.Rate(type, desk.mandate(), limit)));
      options.say(type + " is limited to " + limit + ", all instances together");
      options.say(desk.audience(reports));
      return ExitCodes.DONE;
    }
  }

  private int takeBack() {
    try (ControlDesk desk = options.open()) {
      ControlRecord.Rate said = desk.snapshot().state().rates().get(type);
      if (said == null) {
        throw new UserErrorException(
            "No rate was set for " + PlainText.line(type) + " live; it runs as configured.");
      }
      desk.takeBack(NAME, said);
      options.say(type + " is no longer limited to " + said.limit() + "; it runs as configured");
      options.say(desk.audience(desk.reports()));
      return ExitCodes.DONE;
    }
  }

  private RateLimit limit() {
    try {
      return RateLimit.parse(rate);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException(
          PlainText.line(e.getMessage()) + "; off for what is configured; pause stops a type",
          ExitCodes.WRONG_USAGE);
    }
  }
}
