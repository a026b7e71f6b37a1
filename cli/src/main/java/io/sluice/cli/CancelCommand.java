package io.sluice.cli;

import io.sluice.schema.Durations;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Withdraws events. */
@Command(
    name = "cancel",
    description = {
      "Withdraw events: those that wait, are delayed, parked or held never run; of one that runs the"
          + " handler is interrupted, and what it has done outside Kafka by then stays done. Each is"
          + " told as cancelled, and what is parked behind it goes on.",
      "The id of a workflow withdraws all of its steps that are not settled. An event that is"
          + " settled cannot be withdrawn; a dead letter is discarded: sluice dlq discard."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice cancel order-4711 --pipeline shop",
      "  sluice cancel order-4711 order-4712 --reason 'the customer has called'",
      "  sluice cancel order-4713 --force        should it still come, within 30 days"
    })
final class CancelCommand implements Callable<Integer> {
  @Mixin ControlOptions options;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "Ids of events, or of workflows.")
  List<String> ids;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "How long to wait for it to be carried out; 0s: not at all. Default: 10s.")
  String patience;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      defaultValue = "30d",
      description = "For how long it holds for an event that has not come. Default: 30d.")
  String validity;

  @Option(names = "--force", description = "Also ids that are not known, should they still come.")
  boolean force;

  @Override
  public Integer call() {
    Duration wait = duration("--wait", patience);
    Duration holds = duration("--for", validity);
    if (holds.isZero()) {
      throw new UserErrorException("--for must be above 0", ExitCodes.WRONG_USAGE);
    }
    PrintWriter out = options.spec.commandLine().getOut();
    PrintWriter err = options.spec.commandLine().getErr();
    try (ControlDesk desk = options.open();
        Cancellation cancellation = Cancellation.of(desk, new LinkedHashSet<>(ids), force)) {
      cancellation.refused().forEach(sentence -> err.println("sluice: " + sentence));
      err.flush();
      cancellation.say(holds);
      boolean done = cancellation.await(wait, out);
      out.flush();
      return done && cancellation.refused().isEmpty() ? ExitCodes.DONE : ExitCodes.FAILED;
    }
  }

  private static Duration duration(String option, String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException(
          option + " must be " + EventFields.DURATION + ", not " + PlainText.line(text),
          ExitCodes.WRONG_USAGE);
    }
  }
}
