package io.sluice.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.replay.Verdict.Change;
import io.sluice.replay.Verdict.Fate;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.replay.letter.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A plan's lines as JSON. Reading throws {@link IllegalArgumentException} with what is wrong in a
 * line.
 */
final class PlanJson {
  private static final int FORMAT = 1;

  private PlanJson() {}

  static ObjectNode head(ReplayPlan plan) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("plan", plan.id());
    json.put("format", FORMAT);
    json.put("made_at", plan.madeAt().toString());
    json.put("by", plan.by());
    json.put("topic", plan.topic().name());
    json.put("topic_id", plan.topicId());
    json.put("to", plan.target().kind().name().toLowerCase(Locale.ROOT));
    json.put("to_topic", plan.target().topic());
    json.put("filter", plan.filter());
    json.put("max_replays", plan.rules().maxReplays());
    json.put("force", plan.rules().force());
    json.put("upcast", plan.rules().upcast());
    ObjectNode partitions = json.putObject("partitions");
    new TreeMap<>(plan.partitions()).forEach(partitions::put);
    ObjectNode ends = json.putObject("end_offsets");
    plan.endOffsets().forEach((partition, end) -> ends.put(partition.toString(), end));
    return json;
  }

  static ObjectNode line(PlannedLetter letter) {
    Verdict verdict = letter.verdict();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("letter", letter.place().toString());
    json.put("id", letter.id());
    json.put("dead_at", letter.deadAt().toString());
    json.put("verdict", verdict.fate().word());
    TopicPartition to = verdict.to();
    if (to != null) {
      json.put("to", to.topic());
      json.put("partition", to.partition() < 0 ? null : (Integer) to.partition());
      json.put("replay_count", verdict.replayCount());
    }
    json.put("change", verdict.change() == null ? null : verdict.change().word());
    json.put("why", verdict.why());
    ArrayNode notes = json.putArray("notes");
    verdict.notes().forEach(notes::add);
    if (verdict.change() == Change.EDITED && verdict.value() != null) {
      json.put("value_base64", Base64.getEncoder().encodeToString(verdict.value()));
    }
    return json;
  }

  /** The plan without its letters. */
  static ReplayPlan plan(JsonNode head, List<PlannedLetter> letters) {
    if (!head.has("plan") || head.path("format").asInt() != FORMAT) {
      throw new IllegalArgumentException(
          "this is no plan of `sluice dlq replay --plan` (format " + FORMAT + ")");
    }
    Map<String, Integer> partitions = new HashMap<>();
    head.path("partitions")
        .properties()
        .forEach(entry -> partitions.put(entry.getKey(), entry.getValue().asInt()));
    Map<Integer, Long> ends = new TreeMap<>();
    head.path("end_offsets")
        .properties()
        .forEach(entry -> ends.put(Integer.valueOf(entry.getKey()), entry.getValue().asLong()));
    return new ReplayPlan(
        text(head, "plan"),
        Instant.parse(text(head, "made_at")),
        text(head, "by"),
        new DeadLetterTopic(text(head, "topic")),
        text(head, "topic_id"),
        target(head),
        head.path("filter").asText(),
        new ReplayPlan.Rules(
            head.path("max_replays").asInt(ReplayOptions.MAX_REPLAYS),
            head.path("force").asBoolean(),
            head.path("upcast").asBoolean()),
        partitions,
        ends,
        List.copyOf(letters));
  }

  static PlannedLetter letter(JsonNode json) {
    Place place =
        Place.parse(text(json, "letter"))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "letter: \""
                            + json.path("letter").asText()
                            + "\" is no place (topic/partition/offset)"));
    String change = optional(json, "change");
    String value = optional(json, "value_base64");
    List<String> notes = new ArrayList<>();
    json.path("notes").forEach(note -> notes.add(note.asText()));
    return new PlannedLetter(
        place,
        text(json, "id"),
        Instant.parse(text(json, "dead_at")),
        new Verdict(
            fate(json),
            to(json),
            json.path("replay_count").asInt(),
            change == null ? null : Change.valueOf(change.toUpperCase(Locale.ROOT)),
            optional(json, "why"),
            notes,
            value == null ? null : Base64.getDecoder().decode(value)));
  }

  private static Fate fate(JsonNode json) {
    String word = text(json, "verdict");
    for (Fate fate : Fate.values()) {
      if (fate.word().equals(word)) {
        return fate;
      }
    }
    throw new IllegalArgumentException("verdict: there is none named \"" + word + "\"");
  }

  private static @Nullable TopicPartition to(JsonNode json) {
    String topic = optional(json, "to");
    return topic == null ? null : new TopicPartition(topic, json.path("partition").asInt(-1));
  }

  private static ReplayTarget target(JsonNode head) {
    ReplayTarget.Kind kind = ReplayTarget.Kind.valueOf(text(head, "to").toUpperCase(Locale.ROOT));
    return new ReplayTarget(kind, optional(head, "to_topic"));
  }

  private static String text(JsonNode json, String name) {
    String text = optional(json, name);
    if (text == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return text;
  }

  private static @Nullable String optional(JsonNode json, String name) {
    return json.hasNonNull(name) ? json.get(name).asText() : null;
  }
}
