package io.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.EventDraft;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One line of a JSON Lines file as an event.
 *
 * @param hasId whether the line names the event, so that publishing it again is safe
 */
record EventLine(EventDraft draft, boolean hasId) {
  private static final Set<String> FIELDS =
      new TreeSet<>(
          Set.of(
              "id",
              "type",
              "key",
              "data",
              "source",
              "correlation_id",
              "causation_id",
              "timestamp",
              "delay",
              "at",
              "expires",
              "labels"));

  // Numbers keep every digit, and a repeated name is an error: nothing of a line is lost silently.
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** Reads a line. The payload is checked against its schema later, when it is encoded. */
  static EventLine parse(JsonLines.Line line) throws BadLineException {
    if (line.tooLong()) {
      throw BadLineException.expected(
          "$", "at most " + JsonLines.MAX_LINE_BYTES + " bytes on a line", "more");
    }
    JsonNode document = document(text(line));
    if (!(document instanceof ObjectNode object)) {
      throw BadLineException.expected("$", "an object", EventFields.describe(document));
    }
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) {
        throw BadLineException.because(
            "$." + name, "unknown field; an event has " + String.join(", ", FIELDS));
      }
    }
    return of(new EventFields(object));
  }

  /** Reads a payload given by itself, with the same care. */
  static JsonNode document(String text) throws BadLineException {
    try {
      JsonNode document = JSON.readTree(text);
      if (document.isMissingNode()) {
        throw BadLineException.expected("$", "JSON", "nothing");
      }
      return document;
    } catch (JsonProcessingException e) {
      throw BadLineException.because("$", "not JSON: " + problem(e));
    }
  }

  private static EventLine of(EventFields fields) throws BadLineException {
    EventDraft draft = draft(fields.required("type"), fields.data());
    @Nullable String id = fields.nonBlank("id");
    if (id != null) {
      draft = draft.id(id);
    }
    draft = named(draft, fields);
    draft = timed(draft, fields);
    Map<String, String> labels = fields.labels("labels");
    return new EventLine(labels.isEmpty() ? draft : draft.labels(labels), id != null);
  }

  private static EventDraft draft(String type, JsonNode data) throws BadLineException {
    try {
      return EventDraft.of(type, data);
    } catch (IllegalArgumentException e) {
      throw BadLineException.because("$.type", String.valueOf(e.getMessage()));
    }
  }

  private static EventDraft named(EventDraft draft, EventFields fields) throws BadLineException {
    EventDraft named = draft;
    @Nullable String key = fields.text("key");
    if (key != null) {
      named = named.key(key);
    }
    @Nullable String source = fields.nonBlank("source");
    if (source != null) {
      named = named.source(source);
    }
    @Nullable String correlationId = fields.nonBlank("correlation_id");
    if (correlationId != null) {
      named = named.correlationId(correlationId);
    }
    @Nullable String causationId = fields.nonBlank("causation_id");
    return causationId == null ? named : named.causationId(causationId);
  }

  private static EventDraft timed(EventDraft draft, EventFields fields) throws BadLineException {
    EventDraft timed = draft;
    @Nullable Instant timestamp = fields.instant("timestamp");
    if (timestamp != null) {
      timed = timed.timestamp(timestamp);
    }
    @Nullable Duration delay = fields.duration("delay");
    @Nullable Instant at = fields.instant("at");
    if (delay != null && at != null) {
      throw BadLineException.because("$.at", "given together with delay; give one of the two");
    }
    if (delay != null) {
      timed = timed.delay(delay);
    }
    if (at != null) {
      timed = timed.at(at);
    }
    EventFields.@Nullable Expiry expiry = fields.expiry("expires");
    return expiry == null ? timed : expiry.applyTo(timed);
  }

  private static String text(JsonLines.Line line) throws BadLineException {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line.bytes())).toString();
      return line.number() == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw BadLineException.because("$", "not UTF-8 text");
    }
  }

  private static String problem(JsonProcessingException failure) {
    String where =
        failure.getLocation() == null
            ? ""
            : " (column " + failure.getLocation().getColumnNr() + ")";
    String what = failure.getOriginalMessage();
    return (what.length() > 200 ? what.substring(0, 200) + "…" : what) + where;
  }
}
