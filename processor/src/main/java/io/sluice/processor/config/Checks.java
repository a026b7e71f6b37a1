package io.sluice.processor.config;

import io.sluice.schema.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a settings record asks of its values; collects every problem before it refuses. */
final class Checks {
  /** A hundred years: far beyond any use, and far below what milliseconds in a long can hold. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final List<InvalidSettings.Problem> problems = new ArrayList<>();

  Checks require(boolean fine, String key, String otherwise) {
    return require(fine, List.of(key), otherwise);
  }

  Checks require(boolean fine, List<String> path, String otherwise) {
    if (!fine) {
      problems.add(new InvalidSettings.Problem(path, otherwise));
    }
    return this;
  }

  Checks between(long value, long lowest, long highest, String key) {
    return require(
        value >= lowest && value <= highest,
        key,
        "must be between " + lowest + " and " + highest + ", found " + value);
  }

  Checks atLeast(long value, long lowest, String key) {
    return require(value >= lowest, key, "must be " + lowest + " or more, found " + value);
  }

  Checks positive(Duration value, String key) {
    require(
        !value.isZero() && !value.isNegative(), key, "must be longer than 0, found " + text(value));
    return notTooLong(value, key);
  }

  Checks notNegative(Duration value, String key) {
    require(!value.isNegative(), key, "must not be negative, found " + text(value));
    return notTooLong(value, key);
  }

  private Checks notTooLong(Duration value, String key) {
    return require(value.compareTo(LONGEST) <= 0, key, "must not be longer than 36500d");
  }

  void done() {
    if (!problems.isEmpty()) {
      throw new InvalidSettings(problems);
    }
  }

  static String text(Duration value) {
    return value.isNegative() ? value.toString() : Durations.format(value);
  }
}
