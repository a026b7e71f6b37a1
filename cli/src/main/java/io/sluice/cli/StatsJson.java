package io.sluice.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.replay.Cause;
import io.sluice.replay.LetterStats;
import io.sluice.replay.Timeline.Chart;
import io.sluice.replay.letter.Fingerprint;
import java.util.List;

/** What letters died of, and when, as JSON. */
final class StatsJson {
  private StatsJson() {}

  /**
   * @param most causes
   */
  static ObjectNode of(LetterStats stats, int most) {
    List<Cause> causes = stats.causes();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("letters", stats.letters());
    json.put("replayed", stats.handled());
    json.put("causes_in_all", causes.size());
    json.put("letters_of_uncounted_causes", stats.others());
    ArrayNode listed = json.putArray("causes");
    causes.stream().limit(most).forEach(cause -> listed.add(json(cause, stats.share(cause))));
    json.set("timeline", json(stats.timeline().chart(TimeChart.MOST_ROWS)));
    return json;
  }

  /** What a fingerprint is made of. */
  static ObjectNode json(Fingerprint fingerprint) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("fingerprint", fingerprint.id());
    json.put("error", fingerprint.errorClass());
    json.put("frame", fingerprint.frame());
    json.put("type", fingerprint.type());
    json.put("handler", fingerprint.handler());
    json.put("message", fingerprint.message());
    return json;
  }

  private static ObjectNode json(Cause cause, double share) {
    ObjectNode json = json(cause.fingerprint());
    json.put("topic", cause.example().topic());
    json.put("letters", cause.letters());
    json.put("waiting", cause.waiting());
    json.put("share", share);
    json.put("first", cause.first().toString());
    json.put("last", cause.last().toString());
    json.putObject("example").put("id", cause.exampleId()).put("place", cause.example().toString());
    return json;
  }

  private static ObjectNode json(Chart chart) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("row_seconds", chart.width().toSeconds());
    ArrayNode rows = json.putArray("rows");
    chart
        .rows()
        .forEach(
            row ->
                rows.addObject().put("from", row.start().toString()).put("letters", row.count()));
    return json;
  }
}
