package io.sluice.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.replay.AuditedRun;
import io.sluice.schema.avro.AuditedLetter;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What was done to the letters of a topic, as JSON. */
final class AuditJson {
  private AuditJson() {}

  static ObjectNode of(AuditedRun run) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("run", run.id());
    json.put("at", run.began().toString());
    json.put("last", run.last().toString());
    json.put("action", run.action());
    json.put("topic", run.topic());
    json.put("by", run.by());
    json.put("reason", run.reason());
    json.put("command", run.command());
    json.put("filter", run.filter());
    json.put("plan", run.plan());
    json.put("count", run.letters());
    ObjectNode fates = json.putObject("fates");
    run.fates().forEach(fates::put);
    json.put("ended", run.ended());
    json.put("note", run.note());
    return json;
  }

  static ObjectNode of(String topic, AuditedLetter letter) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("letter", topic + "/" + letter.getPartition() + "/" + letter.getOffset());
    json.put("id", letter.getId());
    json.put("fate", letter.getFate());
    putPlace(
        json,
        "origin",
        letter.getOriginTopic(),
        letter.getOriginPartition(),
        letter.getOriginOffset());
    putPlace(
        json, "to", letter.getTargetTopic(), letter.getTargetPartition(), letter.getTargetOffset());
    json.put("change", letter.getChange());
    ByteBuffer original = letter.getOriginalValue();
    json.put("original_value_base64", original == null ? null : base64(original));
    return json;
  }

  private static void putPlace(
      ObjectNode json,
      String name,
      @Nullable String topic,
      @Nullable Integer partition,
      @Nullable Long offset) {
    json.put(name, topic == null ? null : topic + "/" + partition + "/" + offset);
  }

  private static String base64(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return Base64.getEncoder().encodeToString(copy);
  }
}
