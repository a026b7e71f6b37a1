package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.avro.Envelope;
import io.sluice.schema.avro.Metadata;
import io.sluice.schema.avro.WorkflowStep;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One event as the JSON that users know: the envelope with its payload spelled out, and the
 * delivery state merged into {@code metadata}. Times are ISO 8601, UTC.
 */
public final class EventJson {

  private EventJson() {}

  /**
   * The event with what has happened to it so far.
   *
   * @param data the payload, as {@link EventCodec#decodeData(Envelope, Class)} gives it for {@code
   *     JsonNode.class}
   */
  public static ObjectNode of(Envelope envelope, JsonNode data, DeliveryState state) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", envelope.getId());
    json.put("type", envelope.getType());
    json.put("version", envelope.getVersion());
    json.put("timestamp", envelope.getTimestamp().toString());
    json.put("source", envelope.getSource());
    json.set("data", data);
    json.set("metadata", metadata(envelope.getMetadata(), state));
    return json;
  }

  private static ObjectNode metadata(Metadata given, DeliveryState state) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("correlation_id", given.getCorrelationId());
    json.put("causation_id", given.getCausationId());
    json.put("expires_at", text(given.getExpiresAt()));
    json.put("not_before", text(given.getNotBefore()));
    ObjectNode labels = json.putObject("labels");
    for (Map.Entry<String, String> label : new TreeMap<>(given.getLabels()).entrySet()) {
      labels.put(label.getKey(), label.getValue());
    }
    WorkflowStep workflow = given.getWorkflow();
    if (workflow != null) {
      json.putObject("workflow").put("id", workflow.getId()).put("step", workflow.getStep());
    }
    json.put("attempt", state.attempt());
    json.put("retry_count", Math.max(0, state.attempt() - 1));
    json.put("replay_count", state.replayCount());
    putTime(json, "first_attempt_at", state.firstAttemptAtMs());
    putTime(json, "due_at", state.dueAtMs());
    LastError error = state.lastError();
    if (error != null) {
      json.putObject("last_error").put("class", error.className()).put("message", error.message());
    }
    Origin origin = state.origin();
    if (origin != null) {
      json.putObject("origin")
          .put("topic", origin.topic())
          .put("partition", origin.partition())
          .put("offset", origin.offset());
    }
    return json;
  }

  private static void putTime(ObjectNode json, String name, @Nullable Long ms) {
    if (ms != null) {
      json.put(name, Instant.ofEpochMilli(ms).toString());
    }
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}
