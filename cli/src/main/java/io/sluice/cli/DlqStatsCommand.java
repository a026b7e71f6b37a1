package io.sluice.cli;

import io.sluice.replay.DeadLetterReader;
import io.sluice.replay.LetterStats;
import io.sluice.replay.LetterVisitor;
import io.sluice.replay.ReplayException;
import io.sluice.replay.filter.LetterFilter;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.replay.letter.LetterContents;
import io.sluice.replay.letter.OpenLetter;
import io.sluice.schema.EventCodec;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Counts dead letters by what they died of, and over time. */
@Command(
    name = "stats",
    description = {
      "Count dead letters by what they died of, and over time.",
      "Letters of one cause have one fingerprint: class of the exception, first frame of your own"
          + " code, type, handler. Numbers, ids and addresses in messages, and line numbers, make no"
          + " difference.",
      "Letters that have been replayed are left out unless --all is given."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice dlq stats                               all *.dlq topics together",
      "  sluice dlq stats --pipeline shop --from 2h",
      "  sluice dlq stats --topic orders.DLT --json"
    })
final class DlqStatsCommand implements Callable<Integer> {
  private static final int CAUSES_SHOWN = 20;

  @Spec CommandSpec spec;
  @Mixin ConnectionOptions connection;
  @Mixin OutputOptions output;
  @Mixin LetterChoice choice;

  @Option(
      names = {"-p", "--pipeline"},
      paramLabel = "NAME",
      description = "The letters of this pipeline, in NAME.dlq. May be repeated.")
  List<String> pipelines = new ArrayList<>();

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "The letters of this topic, whoever writes it. May be repeated.")
  List<String> topics = new ArrayList<>();

  @Option(
      names = "--top",
      paramLabel = "N",
      description =
          "The N causes with the most letters. Default: " + CAUSES_SHOWN + ", all with --json.")
  @Nullable Integer top;

  @Option(names = "--all", description = "Letters that have been replayed too.")
  boolean all;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    if (top != null && top < 1) {
      throw new UserErrorException("--top must be at least 1", ExitCodes.WRONG_USAGE);
    }
    LetterFilter filter = choice.filter(clock);
    LetterStats stats = new LetterStats();
    try (EventCodec codec = EventCodec.create(connection.registryConfig())) {
      LetterContents contents = new LetterContents(codec);
      for (DeadLetterTopic topic : chosen()) {
        read(
            topic,
            (letter, handled) -> {
              OpenLetter open = new OpenLetter(letter, contents);
              if ((all || !handled) && filter.matches(open)) {
                stats.add(open, handled);
              }
              return true;
            });
      }
    } catch (ReplayException e) {
      throw new UserErrorException(String.valueOf(e.getMessage()), e);
    }
    print(stats);
    return ExitCodes.DONE;
  }

  private List<DeadLetterTopic> chosen() {
    List<DeadLetterTopic> chosen = new ArrayList<>();
    pipelines.forEach(pipeline -> chosen.add(LetterTopics.ofPipeline(pipeline)));
    topics.forEach(topic -> chosen.add(new DeadLetterTopic(topic)));
    LetterTopics there = LetterTopics.of(connection);
    there.require(chosen);
    return chosen.isEmpty() ? there.ofPipelines() : chosen.stream().distinct().toList();
  }

  private void read(DeadLetterTopic topic, LetterVisitor visitor) {
    try (DeadLetterReader reader = DeadLetterReader.open(connection.kafkaConfig(), topic, clock)) {
      if (all) {
        reader.visitAll(visitor);
      } else {
        reader.visit(visitor);
      }
    }
  }

  private void print(LetterStats stats) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.json) {
      output.printJson(out, StatsJson.of(stats, top == null ? Integer.MAX_VALUE : top));
      return;
    }
    if (stats.letters() == 0) {
      out.println(
          "no dead letters"
              + (choice.filter(clock).equals(LetterFilter.all()) ? "" : " like that"));
      out.flush();
      return;
    }
    int width = System.console() == null ? Integer.MAX_VALUE : spec.usageMessage().width();
    new StatsText(stats, all, width).print(out, top == null ? CAUSES_SHOWN : top);
    out.println();
    new TimeChart(stats.timeline(), Terminal.showsBlocks()).print(out);
    StatsText.printNext(stats, out);
  }
}
