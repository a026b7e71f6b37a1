package io.sluice.cli;

import io.sluice.replay.AuditLog;
import io.sluice.replay.AuditedRun;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.schema.EventCodec;
import io.sluice.schema.avro.AuditedLetter;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what was done to dead letters. */
@Command(
    name = "audit",
    description = {
      "Tell what was done to the dead letters of a pipeline: who, when, why, with what command. With"
          + " a RUN, all about that one, and each of its letters: where it lay, what became of it,"
          + " where it went.",
      "ENDED is complete, limit (--limit was reached) or stopped; - when the run was broken off, or"
          + " is under way. What a run that was broken off has moved stands in the audit all the"
          + " same: both are of one transaction.",
      "--json tells for a letter that was edited or upcast the original bytes too:"
          + " original_value_base64."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice dlq audit --pipeline shop",
      "  sluice dlq audit --topic shop.control",
      "  sluice dlq audit --pipeline shop 019ab3c2-7d1e --json"
    })
final class DlqAuditCommand implements Callable<Integer> {
  private static final long ROWS = 100;
  private static final int SHORTEST_PREFIX = 8;

  @Spec CommandSpec spec;
  @Mixin ConnectionOptions connection;
  @Mixin OutputOptions output;
  @Mixin LetterSource source;

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "Id of a run, or its first characters, at least " + SHORTEST_PREFIX + ".")
  @Nullable String wanted;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "At most so many runs, or letters. Default: 100 in a table, all with --json.")
  @Nullable Long limit;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    check();
    DeadLetterTopic topic = source.require(connection);
    try (EventCodec codec = EventCodec.create(connection.registryConfig())) {
      AuditLog log = new AuditLog(connection.kafkaConfig(), codec, clock);
      List<AuditedRun> runs = new ArrayList<>(log.runs(topic));
      Collections.reverse(runs);
      if (wanted == null) {
        printRuns(topic, runs);
      } else {
        printRun(log, topic, find(wanted, topic, runs));
      }
    }
    return ExitCodes.DONE;
  }

  private void check() {
    if (limit != null && limit < 1) {
      throw new UserErrorException("--limit must be at least 1", ExitCodes.WRONG_USAGE);
    }
    if (wanted != null && wanted.length() < SHORTEST_PREFIX) {
      throw new UserErrorException(
          "RUN must be at least " + SHORTEST_PREFIX + " characters of a run's id",
          ExitCodes.WRONG_USAGE);
    }
  }

  private void printRuns(DeadLetterTopic topic, List<AuditedRun> runs) {
    PrintWriter out = spec.commandLine().getOut();
    List<AuditedRun> shown = runs.stream().limit(most()).toList();
    if (output.json) {
      output.printJson(out, shown.stream().map(AuditJson::of).toList());
      return;
    }
    if (runs.isEmpty()) {
      out.println("nobody has done anything to the letters of " + topic.name() + " yet");
      out.flush();
      return;
    }
    AuditText.printRuns(out, shown);
    printMore(out, shown.size(), runs.size(), "runs");
  }

  private static AuditedRun find(String wanted, DeadLetterTopic topic, List<AuditedRun> runs) {
    List<AuditedRun> found = runs.stream().filter(run -> run.id().startsWith(wanted)).toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new UserErrorException(
        found.isEmpty()
            ? "There is no run "
                + wanted
                + " in the audit of "
                + topic.name()
                + "; `sluice dlq audit` without one lists them."
            : "There are "
                + found.size()
                + " runs whose id begins with "
                + wanted
                + ", such as "
                + found.get(0).id()
                + " and "
                + found.get(1).id()
                + "; write more of it.");
  }

  private void printRun(AuditLog log, DeadLetterTopic topic, AuditedRun run) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.json) {
      StreamedJson json = new StreamedJson(out, "letters");
      forEach(log, topic, run, letter -> json.add(AuditJson.of(topic.name(), letter)));
      json.end(AuditJson.of(run));
      return;
    }
    AuditText.printRun(out, run);
    if (run.letters() > 0) {
      TextTable table = AuditText.letterTable();
      forEach(log, topic, run, letter -> AuditText.addTo(table, topic.name(), letter));
      out.println();
      table.print(out);
      printMore(out, Math.min(most(), run.letters()), run.letters(), "letters");
    }
  }

  /** Up to the limit. */
  private void forEach(
      AuditLog log, DeadLetterTopic topic, AuditedRun run, Consumer<AuditedLetter> visitor) {
    long[] left = {most()};
    log.read(
        topic,
        record -> {
          if (record.getRun().equals(run.id())) {
            record.getLetters().stream().takeWhile(any -> left[0]-- > 0).forEach(visitor);
          }
        });
  }

  private static void printMore(PrintWriter out, long shown, long all, String what) {
    if (shown < all) {
      out.println(
          ReplayText.number(shown)
              + " of "
              + ReplayText.number(all)
              + " "
              + what
              + " shown; --limit N shows more");
      out.flush();
    }
  }

  private long most() {
    return limit != null ? limit : output.json ? Long.MAX_VALUE : ROWS;
  }
}
