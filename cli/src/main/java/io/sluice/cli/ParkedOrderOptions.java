package io.sluice.cli;

import io.sluice.processor.config.Nearest;
import io.sluice.processor.parked.ParkedLine;
import io.sluice.processor.parked.ParkedOrder;
import io.sluice.schema.Durations;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What an order about parked events needs: a mixin of the commands that give one. */
final class ParkedOrderOptions {
  private static final int MOST_NAMED = 5;

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Mixin ConnectionOptions connection;
  @Mixin OutputOptions output;

  @Parameters(
      paramLabel = "KEY",
      description = "The record key, as parked list shows it; hex:00ff for one that is no text.")
  String key;

  @Option(
      names = {"-p", "--pipeline"},
      paramLabel = "NAME",
      required = true,
      description = "The pipeline that has parked them.")
  String pipeline;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "How long to wait for it to be carried out. Default: 10s.")
  String patience;

  @Option(names = "--no-wait", description = "Leave the order, and do not wait.")
  boolean noWait;

  /**
   * Gives the order about each line of the key: two, where producers disagree on its partition.
   *
   * @param agreed asked before anything is written
   */
  int give(ParkedOrder order, Predicate<List<ParkedLine>> agreed) {
    Duration wait = patience();
    byte[] bytes = KeyText.parse(key);
    ParkedTopic topic = ParkedTopic.ofPipeline(pipeline);
    try (Admin admin = connection.connect()) {
      topic.require(admin);
      List<ParkedLine> all = topic.read(connection);
      List<ParkedLine> lines =
          all.stream().filter(line -> Arrays.equals(line.key(), bytes)).toList();
      if (lines.isEmpty()) {
        throw nothingParked(all);
      }
      if (!agreed.test(lines)) {
        return ExitCodes.FAILED;
      }
      OrderDelivery delivery = new OrderDelivery(topic.names(), connection, admin);
      List<OrderDelivery.Sent> sent = delivery.send(order, lines);
      boolean done = delivery.awaitCarriedOut(sent, wait);
      print(new OrderText(pipeline, order, sent), done ? topic.read(connection) : List.of(), done);
      return ExitCodes.DONE;
    }
  }

  private void print(OrderText text, List<ParkedLine> after, boolean done) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.json) {
      output.printJson(out, text.toJson(after, done));
    } else if (done) {
      text.printDone(out, after);
    } else {
      text.printStanding(out, noWait ? "" : "nobody has carried it out within " + patience);
    }
  }

  private Duration patience() {
    try {
      return noWait ? Duration.ZERO : Durations.parse(patience);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException(
          "--wait must be " + EventFields.DURATION + ", not " + PlainText.line(patience),
          ExitCodes.WRONG_USAGE);
    }
  }

  private UserErrorException nothingParked(List<ParkedLine> all) {
    String sentence =
        "The pipeline "
            + pipeline
            + " has nothing parked with the key "
            + KeyText.of(KeyText.parse(key))
            + "; ";
    if (all.isEmpty()) {
      return new UserErrorException(sentence + "nor with any other.");
    }
    List<String> keys = all.stream().map(line -> KeyText.of(line.key())).distinct().toList();
    return new UserErrorException(
        sentence
            + Nearest.to(key, keys)
                .map(near -> "did you mean " + near + "?")
                .orElseGet(() -> "parked are " + named(keys) + "."));
  }

  private static String named(List<String> keys) {
    String first = String.join(", ", keys.subList(0, Math.min(MOST_NAMED, keys.size())));
    int more = keys.size() - MOST_NAMED;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
