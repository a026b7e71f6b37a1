package io.sluice.cli;

import io.sluice.cli.demo.Demo;
import io.sluice.cli.demo.DemoLedger;
import io.sluice.cli.demo.DemoOptions;
import io.sluice.schema.Durations;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the demo and prints its ledger. */
@Command(
    name = "demo",
    description = {
      "Start Kafka, a schema registry and a processor in a temporary folder, send events through"
          + " the example handlers, replay what died, and print a ledger.",
      "Of N unique events 10 %% fail once or twice, 1 %% fail until the cause is removed, 0.5 %% have"
          + " expired, 1 %% are delayed by 1 to 3 s; 5 %% duplicates and 0.5 %% undecodable records"
          + " come on top. Exits with 1 if anything was lost or applied twice, or a sum is wrong."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice demo",
      "  sluice demo --events 5000 --seed 42",
      "  sluice demo --json | jq .lost"
    })
final class DemoCommand implements Callable<Integer> {
  private static final int MOST_EVENTS = 1_000_000;

  @Spec CommandSpec spec;
  @Mixin OutputOptions output;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many unique events. Default: ${DEFAULT-VALUE}.")
  int events;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "The same seed and N make the same events. Default: a new one each time.")
  @Nullable Long seed;

  @Option(
      names = "--serde",
      paramLabel = "NAME",
      defaultValue = "sluice",
      description =
          "sluice, confluent (its jars by SLUICE_EXTRA_CLASSPATH), or"
              + " <serializer class>,<deserializer class>. Default: ${DEFAULT-VALUE}.")
  String serde;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "5m",
      description =
          "What has not settled after this time counts as lost. Default: ${DEFAULT-VALUE}.")
  String timeout;

  @Override
  public Integer call() throws Exception {
    DemoOptions options = options();
    PrintWriter err = spec.commandLine().getErr();
    err.println("seed " + options.seed() + " (--seed repeats this run)");
    DemoLedger ledger =
        new Demo(
                options,
                Clock.systemUTC(),
                stage -> {
                  err.println(stage + " …");
                  err.flush();
                })
            .run();
    if (output.json) {
      output.printJson(spec.commandLine().getOut(), ledger);
    } else {
      print(ledger, spec.commandLine().getOut());
    }
    return ledger.ok() ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private DemoOptions options() {
    if (events < 1 || events > MOST_EVENTS) {
      throw new ParameterException(
          spec.commandLine(), "--events must be 1 to " + MOST_EVENTS + ", not " + events);
    }
    try {
      long chosen = seed == null ? new SecureRandom().nextInt(1_000_000) : seed;
      return new DemoOptions(events, chosen, serde, Durations.parse(timeout));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--timeout must be a time such as 90s or 5m, not " + timeout, e);
    }
  }

  private static void print(DemoLedger ledger, PrintWriter out) {
    new TextTable("ledger", "", "")
        .row("published", ledger.published(), "unique events")
        .row("duplicates", ledger.duplicates(), "copies dropped")
        .row("succeeded", ledger.succeeded(), "after the replay")
        .row("retried", ledger.retried(), "failed at least once and tried again")
        .row("dead", ledger.dead(), "dead-lettered before the replay")
        .row("undecodable", ledger.undecodable(), "dead-lettered, bytes untouched")
        .row("expired", ledger.expired(), "too late to run")
        .row("delayed", ledger.delayed(), "waited for their time")
        .row("replayed", ledger.replayed(), "dead letters moved back; undecodable ones died again")
        .row("lost", ledger.lost(), "")
        .row("effects twice", ledger.effectsTwice(), "mails, charges, files")
        .row("seconds", String.format(Locale.ROOT, "%.1f", ledger.seconds()), "")
        .print(out);
    out.println();
    if (ledger.ok()) {
      out.println("It adds up: every event was settled, none lost, none applied twice.");
    } else {
      out.println("It does not add up:");
      ledger.problems().forEach(problem -> out.println("  " + problem));
    }
    out.flush();
  }
}
