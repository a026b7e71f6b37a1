package io.sluice.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.OpenLetter;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A dead letter as JSON. */
final class LetterJson {
  private LetterJson() {}

  /** What its headers tell, and the fingerprint. */
  static ObjectNode of(OpenLetter open, String state) {
    return of(open.letter(), state).put("fingerprint", open.fingerprint().id());
  }

  /** What its headers tell. */
  static ObjectNode of(DeadLetter letter, String state) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("place", letter.place().toString());
    json.put("pipeline", letter.pipeline());
    json.put("owner", letter.owner());
    json.put("id", letter.id());
    json.put("type", letter.type());
    json.put("key", letter.key());
    json.put("attempts", letter.attempts());
    json.put("reason", letter.reason());
    putError(json, letter.error());
    putOrigin(json, letter.origin());
    json.put("dead_at", letter.deadAt().toString());
    json.put("replay_count", letter.replayCount());
    json.put("state", state);
    json.put("replayed", state.equals("replayed"));
    return json;
  }

  /** Headers in their order: text where they are text, else base64. */
  static ArrayNode headers(DeadLetter letter) {
    ArrayNode headers = JsonNodeFactory.instance.arrayNode();
    for (Header header : letter.raw().headers()) {
      ObjectNode json = headers.addObject().put("name", header.key());
      Optional<String> text = text(header.value());
      if (header.value() == null) {
        json.putNull("value");
      } else if (text.isPresent()) {
        json.put("value", text.get());
      } else {
        json.put("value_base64", base64(header.value()));
      }
    }
    return headers;
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** The bytes as UTF-8 text; empty when they are none. */
  static Optional<String> text(byte @Nullable [] bytes) {
    if (bytes == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }

  private static void putError(ObjectNode json, @Nullable LastError error) {
    if (error == null) {
      json.putNull("error");
    } else {
      json.putObject("error").put("class", error.className()).put("message", error.message());
    }
  }

  private static void putOrigin(ObjectNode json, @Nullable Origin origin) {
    if (origin == null) {
      json.putNull("origin");
      return;
    }
    ObjectNode place = json.putObject("origin");
    place.put("topic", origin.topic());
    place.put("partition", origin.partition());
    place.put("offset", origin.offset());
    if (origin.timestampMs() >= 0) {
      place.put("timestamp", Instant.ofEpochMilli(origin.timestampMs()).toString());
    }
  }
}
