package io.sluice.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.replay.Operator;
import io.sluice.replay.Purge;
import io.sluice.replay.Purge.Extent;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.schema.Durations;
import io.sluice.schema.EventCodec;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deletes old dead letters for good. */
@Command(
    name = "purge",
    description = {
      "Delete the oldest dead letters from their topic for good, before its retention does. It is"
          + " written down in the audit first. Kafka deletes up to an offset: in each partition,"
          + " all before the first letter that is younger.",
      "It tells how many of them nobody has replayed or discarded, and asks, unless --yes is given;"
          + " a script must give it. With --yes, letters that nobody has dealt with are deleted"
          + " only with --include-waiting too."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice dlq purge --pipeline shop --older-than 30d --dry-run",
      "  sluice dlq purge --pipeline shop --older-than 30d --reason 'as every month' --yes"
    })
final class DlqPurgeCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ConnectionOptions connection;
  @Mixin OutputOptions output;
  @Mixin LetterSource source;
  @Mixin Mandate mandate;

  @Option(
      names = "--older-than",
      paramLabel = "DURATION",
      required = true,
      description = "Letters that were written to the topic so long ago or longer: 30d, 12h.")
  String olderThan;

  @Option(
      names = "--include-waiting",
      description = "With --yes: also letters that nobody has dealt with.")
  boolean includeWaiting;

  @Option(names = "--dry-run", description = "Tell what would be deleted; delete nothing.")
  boolean dryRun;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    Instant before = clock.instant().minus(age());
    if (!dryRun) {
      requireAnAnswer();
    }
    DeadLetterTopic from = source.require(connection);
    Extent extent = purge(from, before, mandate.onlooker()).look(connection.kafkaConfig());
    if (dryRun || extent.letters() == 0) {
      print(from, extent, false);
      return ExitCodes.DONE;
    }
    if (!isWanted(from, extent)) {
      return ExitCodes.FAILED;
    }
    try (EventCodec codec = EventCodec.create(connection.registryConfig())) {
      purge(from, before, mandate.operator()).run(connection.kafkaConfig(), codec, extent);
    }
    print(from, extent, true);
    return ExitCodes.DONE;
  }

  private Duration age() {
    try {
      return Durations.parse(olderThan);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException(
          "--older-than must be " + EventFields.DURATION + ", not " + PlainText.line(olderThan),
          ExitCodes.WRONG_USAGE);
    }
  }

  private void requireAnAnswer() {
    mandate.require();
    if (!mandate.yes && !mandate.asks()) {
      throw new UserErrorException(
          "Purged letters are gone for good, and nobody can be asked here: say --yes. Nothing was"
              + " deleted.",
          ExitCodes.WRONG_USAGE);
    }
  }

  private boolean isWanted(DeadLetterTopic from, Extent extent) {
    if (mandate.asks()) {
      return mandate.agreed(
          "Delete " + sum(extent) + " from " + from.name() + " for good?", "Nothing was deleted.");
    }
    if (extent.waiting() > 0 && !includeWaiting) {
      throw new UserErrorException(
          "Of "
              + ReplayText.letters(extent.letters())
              + " older than "
              + olderThan
              + " in "
              + from.name()
              + ", "
              + ReplayText.number(extent.waiting())
              + (extent.waiting() == 1 ? " has" : " have")
              + " not been replayed or discarded. Say --include-waiting to delete them too."
              + " Nothing was deleted.");
    }
    return true;
  }

  private Purge purge(DeadLetterTopic from, Instant before, Operator operator) {
    return new Purge(from, before, operator, clock);
  }

  private void print(DeadLetterTopic from, Extent extent, boolean done) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.json) {
      output.printJson(out, json(from, extent, done));
      return;
    }
    if (extent.letters() == 0) {
      out.println("nothing in " + from.name() + " is older than " + olderThan);
    } else {
      out.println((done ? "deleted " : "would delete ") + sum(extent) + " from " + from.name());
      out.println(
          "up to, not including, offsets "
              + extent.before().entrySet().stream()
                  .map(entry -> entry.getKey() + ": " + ReplayText.number(entry.getValue()))
                  .collect(Collectors.joining(", ")));
    }
    if (!done) {
      out.println("nothing was deleted");
    }
    out.flush();
  }

  private static String sum(Extent extent) {
    return ReplayText.letters(extent.letters())
        + (extent.waiting() == 0
            ? ", all of them dealt with,"
            : ", " + ReplayText.number(extent.waiting()) + " of them not dealt with by anybody,");
  }

  private static ObjectNode json(DeadLetterTopic from, Extent extent, boolean done) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("topic", from.name());
    json.put("dry_run", !done);
    json.put("letters", extent.letters());
    json.put("waiting", extent.waiting());
    ObjectNode before = json.putObject("before_offsets");
    extent.before().forEach((partition, offset) -> before.put(partition.toString(), offset));
    return json;
  }
}
