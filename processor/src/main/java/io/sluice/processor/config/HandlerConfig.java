package io.sluice.processor.config;

import io.sluice.schema.TypePattern;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which handler runs for a type of event.
 *
 * @param type a type or a pattern of types: {@code *} is one word, {@code #} zero or more
 * @param handler a provider's name, or its class name
 * @param config what the handler is given: text, numbers, booleans, lists and maps of these
 * @param retry its policy in full, the pipeline's default where it says nothing
 * @param limits how much of it runs at once, in full too
 * @param guards what may keep its events waiting
 * @param where file, line and column, for messages; null when made in code
 */
public record HandlerConfig(
    String type,
    String handler,
    Map<String, Object> config,
    RetryConfig retry,
    HandlerLimits limits,
    GuardConfig guards,
    @Nullable String where) {
  /** Refuses what is not a type or pattern, and an empty handler. */
  public HandlerConfig {
    new Checks()
        .require(patternProblem(type).isEmpty(), "type", patternProblem(type))
        .require(
            !handler.isBlank(), "handler", "is missing; give a handler's name or its class name")
        .done();
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
  }

  /** What is wrong with a type pattern; empty when nothing is. */
  static String patternProblem(String type) {
    try {
      TypePattern.parse(type);
      return "";
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Leaves the values of {@code config} out: they may be secret. */
  @Override
  public String toString() {
    Set<String> keys = config.keySet();
    return "HandlerConfig[type=" + type + ", handler=" + handler + ", config=" + keys + "]";
  }
}
