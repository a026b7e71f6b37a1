package io.sluice.processor.handler;

import io.sluice.schema.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The {@code config:} block of one handler in {@code pipeline.yaml}. Remembers which settings were
 * asked for, so that a misspelt one is told and not ignored. Not thread-safe; used while a handler
 * is made.
 */
public final class HandlerSettings {
  private final Map<String, ?> values;
  private final Set<String> asked = new HashSet<>();

  private HandlerSettings(Map<String, ?> values) {
    this.values = values;
  }

  /** The settings of a block already read. */
  public static HandlerSettings of(Map<String, ?> values) {
    return new HandlerSettings(Map.copyOf(values));
  }

  /** A text that must be there. */
  public String string(String key) {
    return required(key, Object::toString);
  }

  /** A text, or a default. */
  public String string(String key, String otherwise) {
    return optional(key, otherwise, Object::toString);
  }

  /** A whole number that must be there. */
  public int integer(String key) {
    return required(key, value -> number(key, value));
  }

  /** A whole number, or a default. */
  public int integer(String key, int otherwise) {
    return optional(key, otherwise, value -> number(key, value));
  }

  /** True or false, or a default. */
  public boolean bool(String key, boolean otherwise) {
    return optional(key, otherwise, value -> truth(key, value));
  }

  /** A duration such as {@code 5s}, or a default. */
  public Duration duration(String key, Duration otherwise) {
    return optional(key, otherwise, value -> duration(key, value));
  }

  /** A path that must be there; relative ones are relative to the process's folder. */
  public Path path(String key) {
    return required(key, value -> Path.of(value.toString()));
  }

  /** A path, or a default. */
  public Path path(String key, Path otherwise) {
    return optional(key, otherwise, value -> Path.of(value.toString()));
  }

  /** Settings that are there and that nobody asked for, sorted: most likely misspelt. */
  public Set<String> unread() {
    Set<String> rest = new TreeSet<>(values.keySet());
    rest.removeAll(asked);
    return rest;
  }

  /** The names that the handler asked for, sorted: what is allowed. */
  public Set<String> known() {
    return new TreeSet<>(asked);
  }

  private <V> V required(String key, Function<Object, V> as) {
    Object value = value(key);
    if (value == null) {
      throw new SettingException(key, "is missing; add it to the handler's config");
    }
    return as.apply(value);
  }

  private <V> V optional(String key, V otherwise, Function<Object, V> as) {
    Object value = value(key);
    return value == null ? otherwise : as.apply(value);
  }

  private @Nullable Object value(String key) {
    asked.add(key);
    return values.get(key);
  }

  private static int number(String key, Object value) {
    try {
      return Integer.parseInt(value.toString());
    } catch (NumberFormatException e) {
      throw new SettingException(key, "expected a whole number, found \"" + value + "\"");
    }
  }

  private static boolean truth(String key, Object value) {
    return switch (value.toString()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new SettingException(key, "expected true or false, found \"" + value + "\"");
    };
  }

  private static Duration duration(String key, Object value) {
    try {
      return Durations.parse(value.toString());
    } catch (IllegalArgumentException e) {
      throw new SettingException(
          key, "expected a duration such as 200ms, 1s, 5m, 24h, found \"" + value + "\"");
    }
  }
}
