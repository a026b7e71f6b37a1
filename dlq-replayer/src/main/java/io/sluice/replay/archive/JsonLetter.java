package io.sluice.replay.archive;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.DeadLetterDialect;
import io.sluice.replay.letter.Place;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Reads one letter from its JSON, of which only what the record was made of counts. Used once. Not
 * thread-safe.
 */
final class JsonLetter {
  private static final Set<String> NEEDED =
      Set.of("topic", "partition", "offset", "timestamp", "key_base64", "value_base64", "headers");
  private static final String NAME = "name";
  private static final String VALUE = "value_base64";

  private final JsonParser in;
  private final Set<String> seen = new HashSet<>();
  private final Headers headers = new RecordHeaders();
  private String topic = "";
  private long partition;
  private long offset;
  private long timestamp;
  private String timestampType = "CreateTime";
  private byte @Nullable [] key;
  private byte @Nullable [] value;

  /**
   * @param in stands at the first token
   */
  JsonLetter(JsonParser in) {
    this.in = in;
  }

  /**
   * @throws IllegalArgumentException when it is no letter, saying why not
   */
  DeadLetter read() throws IOException {
    require(in.currentToken() == JsonToken.START_OBJECT, "it is no JSON object");
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      seen.add(name);
      readField(name);
    }
    Set<String> missing = new TreeSet<>(NEEDED);
    missing.removeAll(seen);
    require(missing.isEmpty(), "it lacks " + String.join(", ", missing));
    require(partition == (int) partition, "partition " + partition + " is too large");
    return DeadLetterDialect.read(
        ArchivedRecord.of(
            new Place(topic, (int) partition, offset),
            timestamp,
            timestampType,
            key,
            value,
            headers));
  }

  private void readField(String name) throws IOException {
    switch (name) {
      case "topic" -> topic = text(name);
      case "partition" -> partition = number(name);
      case "offset" -> offset = number(name);
      case "timestamp" -> timestamp = number(name);
      case "timestamp_type" -> timestampType = text(name);
      case "key_base64" -> key = bytes(name);
      case VALUE -> value = bytes(name);
      case "headers" -> readHeaders();
      default -> in.skipChildren();
    }
  }

  private void readHeaders() throws IOException {
    require(in.currentToken() == JsonToken.START_ARRAY, "headers: it is no list");
    while (in.nextToken() != JsonToken.END_ARRAY) {
      require(in.currentToken() == JsonToken.START_OBJECT, "headers: one of them is no object");
      readHeader();
    }
  }

  private void readHeader() throws IOException {
    String name = null;
    byte[] bytes = null;
    boolean told = false;
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String field = in.currentName();
      in.nextToken();
      if (field.equals(NAME)) {
        name = text("headers: name");
      } else if (field.equals(VALUE)) {
        bytes = bytes("headers: " + VALUE);
        told = true;
      } else {
        in.skipChildren();
      }
    }
    if (name == null || !told) {
      throw new IllegalArgumentException("headers: one of them lacks its name or value_base64");
    }
    headers.add(name, bytes);
  }

  private String text(String field) throws IOException {
    require(in.currentToken() == JsonToken.VALUE_STRING, field + ": it is no text");
    return in.getText();
  }

  private long number(String field) throws IOException {
    require(in.currentToken() == JsonToken.VALUE_NUMBER_INT, field + ": it is no whole number");
    return in.getLongValue();
  }

  private byte @Nullable [] bytes(String field) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    require(in.currentToken() == JsonToken.VALUE_STRING, field + ": it is no base64");
    try {
      return in.getBinaryValue();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(field + ": it is no base64: " + e.getOriginalMessage(), e);
    }
  }

  private static void require(boolean fulfilled, String orElse) {
    if (!fulfilled) {
      throw new IllegalArgumentException(orElse);
    }
  }
}
