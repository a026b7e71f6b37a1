package io.sluice.cli;

import io.sluice.replay.DeadLetterReader;
import io.sluice.replay.filter.FingerprintUse;
import io.sluice.replay.filter.LetterFilter;
import io.sluice.replay.letter.DeadLetterTopic;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
      "  sluice dlq list --pipeline shop --where 'attempts >= 5 and data.amount > 100' --sort -age",
      "  sluice dlq list --topic orders.DLT --json"
    })
final class DlqListCommand implements Callable<Integer> {
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
      description =
          "At most so many letters, on a page. Default: 100; all with --json without --page.")
  @Nullable Long limit;

  @Option(
      names = "--page",
      paramLabel = "N",
      description = "The letters after those of the pages before, counted from 1. Default: 1.")
  @Nullable Long page;

  @Option(
      names = "--sort",
      paramLabel = "FIELD",
      description =
          "In this order: age (the youngest first), type, error, attempts, id, key, origin, size,"
              + " fingerprint, place, or several with commas; a - before one turns it round."
              + " Default: place, which is topic, partition, offset; with --json and without"
              + " --page as they are read.")
  @Nullable String sort;

  @Option(
      names = "--all",
      description =
          "Letters that have been dealt with too: replayed, discarded, moved to the parking topic.")
  boolean all;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    LetterPaging paging = LetterPaging.of(limit, page, output.json);
    LetterSort order = sort == null ? null : LetterSort.parse(sort);
    LetterFilter filter = choice.filter(clock);
    Set<DeadLetterTopic> named = new LinkedHashSet<>();
    pipelines.forEach(pipeline -> named.add(LetterTopics.ofPipeline(pipeline)));
    topics.forEach(topic -> named.add(new DeadLetterTopic(topic)));
    List<DeadLetterTopic> chosen = List.copyOf(named);
    LetterTopics there = LetterTopics.of(connection);
    there.require(chosen);
    ChosenLetters letters = new ChosenLetters(connection, filter, all, clock);
    if (chosen.isEmpty()) {
      count(there.ofPipelines(), letters);
      return ExitCodes.DONE;
    }
    FingerprintUse fingerprints = new FingerprintUse(filter);
    LetterListing listing =
        new LetterListing(
            visitor ->
                letters.visit(
                    chosen,
                    (letter, state) -> {
                      if (!all && !state.equals(DeadLetterReader.WAITING)) {
                        return true;
                      }
                      fingerprints.add(letter);
                      return visitor.visit(letter, state);
                    }),
            order,
            paging,
            spec.commandLine().getOut());
    if (output.json) {
      listing.printJson();
    } else {
      listing.printTable(all, !filter.equals(LetterFilter.all()), clock.instant(), width());
    }
    PrintWriter err = spec.commandLine().getErr();
    fingerprints.ambiguities().forEach(err::println);
    err.flush();
    return ExitCodes.DONE;
  }

  private int width() {
    return System.console() == null ? Integer.MAX_VALUE : spec.usageMessage().width();
  }

  private void count(List<DeadLetterTopic> counted, ChosenLetters letters) {
    PrintWriter out = spec.commandLine().getOut();
    List<LetterCount> counts = new ArrayList<>();
    for (DeadLetterTopic topic : counted) {
      LetterCount count = new LetterCount(topic);
      letters.visit(
          List.of(topic),
          (letter, state) -> {
            count.add(letter.letter(), !state.equals(DeadLetterReader.WAITING));
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
}
