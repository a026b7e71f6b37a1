package io.sluice.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.replay.DeadLetterReader;
import io.sluice.replay.DeadLetterTopic;
import io.sluice.replay.LetterVisitor;
import io.sluice.replay.ReplayException;
import io.sluice.replay.ReplayFilter;
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

/** Counts dead letters by topic, or lists those of some topics. */
@Command(
    name = "list",
    description = {
      "Without --pipeline and --topic: how many dead letters each *.dlq topic holds. With one of"
          + " them: the letters.",
      "Letters that have been replayed are left out unless --all is given."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice dlq list",
      "  sluice dlq list --pipeline shop --from 2h --error MailNotSentException",
      "  sluice dlq list --topic orders.DLT --json"
    })
final class DlqListCommand implements Callable<Integer> {
  private static final long ROWS = 100;

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
      description =
          "The letters of this topic, also of one that another tool writes: Kafka Streams, Spring"
              + " Kafka, Connect, share groups, SmallRye. May be repeated.")
  List<String> topics = new ArrayList<>();

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "At most so many letters. Default: 100 in a table, all with --json.")
  @Nullable Long limit;

  @Option(names = "--all", description = "Letters that have been replayed too.")
  boolean all;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    if (limit != null && limit < 1) {
      throw new UserErrorException("--limit must be at least 1", ExitCodes.WRONG_USAGE);
    }
    ReplayFilter filter = choice.filter(clock);
    List<DeadLetterTopic> chosen = new ArrayList<>();
    pipelines.forEach(pipeline -> chosen.add(LetterTopics.ofPipeline(pipeline)));
    topics.forEach(topic -> chosen.add(new DeadLetterTopic(topic)));
    LetterTopics there = LetterTopics.of(connection);
    there.require(chosen);
    try {
      if (chosen.isEmpty()) {
        count(there.ofPipelines(), filter);
      } else if (output.json) {
        printJson(chosen, filter);
      } else {
        printTable(chosen, filter);
      }
    } catch (ReplayException e) {
      throw new UserErrorException(String.valueOf(e.getMessage()), e);
    }
    return ExitCodes.DONE;
  }

  private void count(List<DeadLetterTopic> counted, ReplayFilter filter) {
    PrintWriter out = spec.commandLine().getOut();
    List<LetterCount> counts = new ArrayList<>();
    for (DeadLetterTopic topic : counted) {
      LetterCount count = new LetterCount(topic);
      read(
          topic,
          (letter, handled) -> {
            if (filter.matches(letter)) {
              count.add(letter, handled);
            }
            return true;
          });
      counts.add(count);
    }
    if (output.json) {
      output.printJson(out, counts.stream().map(count -> count.toJson(all)).toList());
    } else if (counts.isEmpty()) {
      out.println("no dead-letter topics; a pipeline makes its own when it first starts");
      out.flush();
    } else {
      LetterCount.print(counts, all, clock.instant(), out);
    }
  }

  private void printTable(List<DeadLetterTopic> chosen, ReplayFilter filter) {
    long most = limit == null ? ROWS : limit;
    LetterTable table = new LetterTable(clock.instant(), all);
    long matching =
        readAll(
            chosen,
            filter,
            (letter, handled) -> {
              if (table.size() < most) {
                table.add(letter, handled);
              }
              return true;
            });
    PrintWriter out = spec.commandLine().getOut();
    if (matching == 0) {
      out.println("no dead letters" + (filter.equals(ReplayFilter.all()) ? "" : " like that"));
      out.flush();
      return;
    }
    table.print(out, System.console() == null ? Integer.MAX_VALUE : spec.usageMessage().width());
    if (matching > table.size()) {
      out.println();
      out.println(table.size() + " of " + matching + " shown; --limit N shows more");
      out.flush();
    }
  }

  /** One array with one letter a line, printed as it is read: any number fits into memory. */
  private void printJson(List<DeadLetterTopic> chosen, ReplayFilter filter) {
    PrintWriter out = spec.commandLine().getOut();
    long[] printed = {0};
    out.print("[");
    long unused =
        readAll(
            chosen,
            filter,
            (letter, handled) -> {
              ObjectNode json = LetterJson.of(letter, handled);
              out.print((printed[0] == 0 ? "\n" : ",\n") + json);
              printed[0]++;
              return limit == null || printed[0] < limit;
            });
    out.println(printed[0] == 0 ? "]" : "\n]");
    out.flush();
  }

  /** Shows what matches until the visitor has enough; tells how many it was shown. */
  private long readAll(List<DeadLetterTopic> chosen, ReplayFilter filter, LetterVisitor visitor) {
    long[] shown = {0};
    boolean[] enough = {false};
    for (DeadLetterTopic topic : chosen) {
      if (!enough[0]) {
        read(
            topic,
            (letter, handled) -> {
              if ((handled && !all) || !filter.matches(letter)) {
                return true;
              }
              shown[0]++;
              enough[0] = !visitor.visit(letter, handled);
              return !enough[0];
            });
      }
    }
    return shown[0];
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
}
