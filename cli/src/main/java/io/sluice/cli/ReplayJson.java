package io.sluice.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.replay.ReplayReport;
import io.sluice.replay.Verdict;
import io.sluice.replay.Verdict.Fate;
import io.sluice.replay.letter.Place;
import java.util.Locale;
import org.apache.kafka.common.TopicPartition;

/** What a run did to dead letters, or would do, as JSON. */
final class ReplayJson {
  private ReplayJson() {}

  static ObjectNode of(ReplayReport report) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("topic", report.topic().name());
    json.put("run", report.run());
    json.put("plan", report.plan());
    json.put("dry_run", report.dryRun());
    json.put("ended", report.ended().name().toLowerCase(Locale.ROOT));
    json.put("replayed", report.replayed());
    json.put("parking", report.count(Fate.PARKING));
    json.put("discarded", report.count(Fate.DISCARD));
    json.put("skipped", report.count(Fate.SKIP));
    json.put("refused", report.count(Fate.REFUSE));
    json.put("not_chosen", report.notChosen());
    json.put("already_replayed", report.alreadyHandled());
    ObjectNode why = json.putObject("why");
    report.why().forEach(why::put);
    ArrayNode destinations = json.putArray("destinations");
    report
        .destinations()
        .forEach(
            (to, count) -> {
              ObjectNode destination = destinations.addObject();
              destination.put("topic", to.topic());
              putPartition(destination, to);
              destination.put("letters", count);
            });
    ObjectNode ends = json.putObject("end_offsets");
    report.endOffsets().forEach((partition, end) -> ends.put(partition.toString(), end));
    return json;
  }

  /** One letter of a dry run. */
  static ObjectNode letter(Place place, String id, Verdict verdict) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("letter", place.toString());
    json.put("id", id);
    json.put("verdict", verdict.fate().word());
    TopicPartition to = verdict.to();
    json.put("to", to == null ? null : to.topic());
    if (to == null) {
      json.putNull("partition");
    } else {
      putPartition(json, to);
    }
    json.put("replay_count", verdict.replayCount());
    json.put("change", verdict.change() == null ? null : verdict.change().word());
    json.put("why", verdict.why());
    ArrayNode notes = json.putArray("notes");
    verdict.notes().forEach(notes::add);
    return json;
  }

  private static void putPartition(ObjectNode json, TopicPartition to) {
    json.put("partition", to.partition() < 0 ? null : (Integer) to.partition());
  }
}
