package io.sluice.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.replay.ReplayReport;
import java.io.PrintWriter;
import java.util.Locale;
import org.apache.kafka.common.TopicPartition;

/** What a replay did, as text and JSON. */
final class ReplayText {
  private ReplayText() {}

  static void print(PrintWriter out, ReplayReport report) {
    out.println(
        (report.dryRun() ? "would replay " : "replayed ")
            + letters(report.replayed())
            + " of "
            + report.topic().name());
    report
        .destinations()
        .forEach((to, count) -> out.println("  " + count + " to " + destination(to)));
    if (report.notChosen() > 0) {
      out.println("left alone, not chosen: " + report.notChosen());
    }
    if (report.alreadyHandled() > 0) {
      out.println("left alone, replayed before: " + report.alreadyHandled());
    }
    switch (report.ended()) {
      case STOPPED ->
          out.println("stopped; the same command goes on with the letters that are left");
      case LIMIT -> out.println("the limit was reached; there may be more");
      case COMPLETE -> {
        if (report.dryRun()) {
          out.println("nothing was written");
        }
      }
    }
    out.flush();
  }

  static ObjectNode json(ReplayReport report) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("topic", report.topic().name());
    json.put("run", report.run());
    json.put("dry_run", report.dryRun());
    json.put("ended", report.ended().name().toLowerCase(Locale.ROOT));
    json.put("replayed", report.replayed());
    json.put("not_chosen", report.notChosen());
    json.put("already_replayed", report.alreadyHandled());
    ArrayNode destinations = json.putArray("destinations");
    report
        .destinations()
        .forEach(
            (to, count) -> {
              ObjectNode destination = destinations.addObject().put("topic", to.topic());
              if (to.partition() < 0) {
                destination.putNull("partition");
              } else {
                destination.put("partition", to.partition());
              }
              destination.put("letters", count);
            });
    ObjectNode ends = json.putObject("end_offsets");
    report.endOffsets().forEach((partition, end) -> ends.put(partition.toString(), end));
    return json;
  }

  static String letters(long count) {
    return count + (count == 1 ? " dead letter" : " dead letters");
  }

  private static String destination(TopicPartition to) {
    return to.topic() + (to.partition() < 0 ? ", any partition" : ", partition " + to.partition());
  }
}
