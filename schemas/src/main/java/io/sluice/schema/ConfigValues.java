package io.sluice.schema;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings out of a map that is shared with Kafka's own: unknown keys pass, a known key with
 * a bad value does not. Values may be of their own type or text.
 */
record ConfigValues(Map<String, ?> map) {

  private static final String PREFIX = "schema.registry.";

  /** The value under the key, or under the key with {@code schema.registry.} before it. */
  @Nullable String text(String key) {
    Object value = map.get(key);
    if (value == null) {
      value = map.get(PREFIX + key);
    }
    if (value == null) {
      return null;
    }
    String text = value instanceof Password password ? password.value() : value.toString();
    return text.isBlank() ? null : text.strip();
  }

  String text(String key, String otherwise) {
    String text = text(key);
    return text == null ? otherwise : text;
  }

  List<String> list(String key) {
    List<String> items = new ArrayList<>();
    Object value = map.get(key);
    List<?> parts = value instanceof List<?> list ? list : List.of(text(key, "").split(",", -1));
    for (Object part : parts) {
      if (part != null && !part.toString().isBlank()) {
        items.add(part.toString().strip());
      }
    }
    return items;
  }

  boolean flag(String key, boolean otherwise) {
    String text = text(key);
    if (text == null) {
      return otherwise;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new ConfigException(key, text, "write true or false");
    };
  }

  int whole(String key, int otherwise) {
    String text = text(key);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // told below, together with negative ones
    }
    throw new ConfigException(key, text, "write a whole number from 0 to 2147483647");
  }

  Duration millis(String key, Duration otherwise) {
    return Duration.ofMillis(whole(key, Math.toIntExact(otherwise.toMillis())));
  }
}
