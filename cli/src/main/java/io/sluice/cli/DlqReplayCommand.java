package io.sluice.cli;

import io.sluice.replay.DeadLetterTopic;
import io.sluice.replay.Rate;
import io.sluice.replay.Replay;
import io.sluice.replay.ReplayException;
import io.sluice.replay.ReplayOptions;
import io.sluice.replay.ReplayProgress;
import io.sluice.replay.ReplayReport;
import io.sluice.replay.ReplayReport.Ended;
import java.io.Console;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Moves dead letters back into flow. */
@Command(
    name = "replay",
    aliases = "redrive",
    description = {
      "Move dead letters back into flow: by default to the retry topic of the pipeline that gave"
          + " them up, and to no other. There they start again at attempt 1, pass by the check for"
          + " duplicates, and carry a replay count.",
      "Each letter is moved once, however often this is run, stopped (Ctrl-C ends it after the"
          + " transaction under way) or killed; of two at once the later one takes over.",
      "On a terminal it asks first, unless --yes is given; in a script it does not ask. --dry-run"
          + " tells what would be moved and writes nothing."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice dlq replay --pipeline shop --dry-run",
      "  sluice dlq replay --type 'user.*' --error MailNotSentException --rate 100/s --yes",
      "  sluice dlq replay --id shop.dlq/0/17 --yes",
      "  sluice dlq replay --topic orders.DLT --to-topic orders --limit 10"
    })
final class DlqReplayCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ConnectionOptions connection;
  @Mixin OutputOptions output;
  @Mixin LetterChoice choice;

  @Option(
      names = {"-p", "--pipeline"},
      paramLabel = "NAME",
      defaultValue = "shop",
      description = "The letters of this pipeline, in NAME.dlq. Default: shop.")
  String pipeline;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "The letters of this topic, instead of a pipeline's.")
  @Nullable String topic;

  @Option(
      names = "--to-topic",
      paramLabel = "TOPIC",
      description =
          "Where to, instead of the pipeline's retry topic; partition by key. On a source topic"
              + " every pipeline reads them, and drops those whose ids it has seen.")
  @Nullable String toTopic;

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      description = "Not faster than this: 100/s, 30/m, 500/h; a bare number is a second's.")
  @Nullable String rate;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "At most so many letters.")
  @Nullable Long limit;

  @Option(names = "--dry-run", description = "Tell what would be moved; write nothing.")
  boolean dryRun;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  boolean yes;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    ReplayOptions options = options();
    DeadLetterTopic from =
        topic == null ? LetterTopics.ofPipeline(pipeline) : new DeadLetterTopic(topic);
    LetterTopics.of(connection).require(List.of(from));
    if (toTopic == null && from.retryTopic().isEmpty()) {
      throw new UserErrorException(
          from.name() + " is no pipeline's: say with --to-topic where its letters are to go.",
          ExitCodes.WRONG_USAGE);
    }
    try {
      if (!dryRun && !yes && System.console() != null && !confirmed(from, options)) {
        return ExitCodes.FAILED;
      }
      ReplayReport report = dryRun ? rehearse(from, options) : replay(from, options);
      print(report);
      return report.ended() == Ended.STOPPED ? ExitCodes.FAILED : ExitCodes.DONE;
    } catch (ReplayException e) {
      throw new UserErrorException(String.valueOf(e.getMessage()), e);
    }
  }

  private ReplayOptions options() {
    if (limit != null && limit < 1) {
      throw new UserErrorException("--limit must be at least 1", ExitCodes.WRONG_USAGE);
    }
    return ReplayOptions.everything(replayer())
        .withFilter(choice.filter(clock))
        .withLimit(limit)
        .withRate(rate())
        .withToTopic(toTopic)
        .withDryRun(dryRun);
  }

  private @Nullable Rate rate() {
    try {
      return rate == null ? null : Rate.parse(rate);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException("--rate: " + e.getMessage(), ExitCodes.WRONG_USAGE);
    }
  }

  private ReplayReport rehearse(DeadLetterTopic from, ReplayOptions options) {
    return new Replay(from, options.withDryRun(true), clock)
        .run(connection.kafkaConfig(), ReplayProgress.NONE);
  }

  private ReplayReport replay(DeadLetterTopic from, ReplayOptions options) {
    Replay replay = new Replay(from, options, clock);
    stopOnSignal(replay);
    try (ReplayBar bar = ReplayBar.onTerminal()) {
      return replay.run(connection.kafkaConfig(), bar);
    }
  }

  private static void stopOnSignal(Replay replay) {
    StopSignal signal = StopSignal.install();
    Thread listener =
        new Thread(
            () -> {
              try {
                signal.await();
                replay.stop();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "replay-stop");
    listener.setDaemon(true);
    listener.start();
  }

  private boolean confirmed(DeadLetterTopic from, ReplayOptions options) {
    ReplayReport rehearsed = rehearse(from, options);
    PrintWriter err = spec.commandLine().getErr();
    if (rehearsed.replayed() == 0) {
      return true;
    }
    err.print(
        "Replay "
            + ReplayText.letters(rehearsed.replayed())
            + " of "
            + from.name()
            + " to "
            + (toTopic == null ? from.retryTopic().orElse("") : toTopic)
            + "? [y/N] ");
    err.flush();
    Console console = System.console();
    String answer = console == null ? null : console.readLine();
    boolean agreed = answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    if (!agreed) {
      err.println("Nothing was moved.");
      err.flush();
    }
    return agreed;
  }

  private void print(ReplayReport report) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.json) {
      output.printJson(out, ReplayText.json(report));
    } else {
      ReplayText.print(out, report);
    }
  }

  private static String replayer() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "unknown";
    }
    return System.getProperty("user.name", "unknown") + "@" + host;
  }
}
