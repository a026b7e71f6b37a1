package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.Durations;
import io.sluice.schema.EventDraft;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the fields of an event out of a JSON object, and says of a wrong one what it should be. */
final class EventFields {
  static final String DURATION = "a duration such as 200ms, 30s, 5m, 24h or 7d";
  static final String INSTANT = "a point in time such as 2026-11-24T18:00:00Z";

  private final ObjectNode object;

  EventFields(ObjectNode object) {
    this.object = object;
  }

  /** The text of a field; null where it is absent or null. */
  @Nullable String text(String name) throws BadLineException {
    @Nullable JsonNode value = present(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      throw BadLineException.expected("$." + name, "a string", describe(value));
    }
    return value.textValue();
  }

  /** The text of a field that must say something when it is there. */
  @Nullable String nonBlank(String name) throws BadLineException {
    @Nullable String value = text(name);
    if (value != null && value.isBlank()) {
      throw BadLineException.expected(
          "$." + name, "a string that is not blank", "\"" + value + "\"");
    }
    return value;
  }

  String required(String name) throws BadLineException {
    @Nullable String value = nonBlank(name);
    if (value == null) {
      throw BadLineException.expected("$." + name, "a string", "nothing");
    }
    return value;
  }

  JsonNode data() throws BadLineException {
    @Nullable JsonNode value = object.get("data");
    if (value == null) {
      throw BadLineException.expected("$.data", "the event's payload", "nothing");
    }
    return value;
  }

  @Nullable Duration duration(String name) throws BadLineException {
    @Nullable String value = text(name);
    if (value == null) {
      return null;
    }
    try {
      return Durations.parse(value);
    } catch (IllegalArgumentException e) {
      throw BadLineException.expected("$." + name, DURATION, "\"" + value + "\"");
    }
  }

  @Nullable Instant instant(String name) throws BadLineException {
    @Nullable JsonNode value = present(name);
    if (value == null) {
      return null;
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return Instant.ofEpochMilli(value.longValue());
    }
    if (value.isTextual()) {
      try {
        return instantOf(value.textValue());
      } catch (IllegalArgumentException e) {
        throw BadLineException.expected("$." + name, INSTANT, describe(value));
      }
    }
    throw BadLineException.expected("$." + name, INSTANT, describe(value));
  }

  /** Either a length of time from now or a point in time. */
  @Nullable Expiry expiry(String name) throws BadLineException {
    @Nullable JsonNode value = present(name);
    if (value == null) {
      return null;
    }
    if (value.isTextual()) {
      try {
        return Expiry.parse(value.textValue());
      } catch (IllegalArgumentException e) {
        throw BadLineException.expected("$." + name, DURATION + " or " + INSTANT, describe(value));
      }
    }
    @Nullable Instant at = instant(name);
    return at == null ? null : new Expiry(null, at);
  }

  Map<String, String> labels(String name) throws BadLineException {
    @Nullable JsonNode value = present(name);
    Map<String, String> labels = new LinkedHashMap<>();
    if (value == null) {
      return labels;
    }
    if (!value.isObject()) {
      throw BadLineException.expected("$." + name, "an object of strings", describe(value));
    }
    for (Map.Entry<String, JsonNode> label : value.properties()) {
      if (!label.getValue().isTextual()) {
        throw BadLineException.expected(
            "$." + name + "." + label.getKey(), "a string", describe(label.getValue()));
      }
      labels.put(label.getKey(), label.getValue().textValue());
    }
    return labels;
  }

  private @Nullable JsonNode present(String name) {
    @Nullable JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** A length of time or a point in time, exactly one of the two. */
  record Expiry(@Nullable Duration after, @Nullable Instant at) {

    static Expiry parse(String text) {
      if (text.contains("T") || text.contains("t")) {
        return new Expiry(null, instantOf(text));
      }
      return new Expiry(Durations.parse(text), null);
    }

    EventDraft applyTo(EventDraft draft) {
      EventDraft expiring = after == null ? draft : draft.expiresIn(after);
      return at == null ? expiring : expiring.expires(at);
    }
  }

  /**
   * @throws IllegalArgumentException when it is not one
   */
  static Instant instantOf(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a point in time: " + text, e);
    }
  }

  /** Names a JSON value shortly: its kind, and itself where that is short. */
  static String describe(JsonNode value) {
    String kind = value.getNodeType().name().toLowerCase(Locale.ROOT);
    if (value.isContainerNode()) {
      return (value.isArray() ? "an array" : "an object") + " of " + value.size();
    }
    if (value.isNull()) {
      return "null";
    }
    String text = value.toString();
    return kind + " " + (text.length() > 60 ? text.substring(0, 60) + "…" : text);
  }
}
