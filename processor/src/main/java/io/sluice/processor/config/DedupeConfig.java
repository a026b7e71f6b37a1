package io.sluice.processor.config;

import java.time.Duration;

/**
 * How duplicates are told.
 *
 * @param enabled false: no id is remembered, and a copy runs as the original did
 * @param window how long an event's id is remembered
 */
public record DedupeConfig(boolean enabled, Duration window) {
  /** Refuses a window that remembers nothing. */
  public DedupeConfig {
    new Checks().positive(window, "window").done();
  }

  /** 24 hours. */
  public static DedupeConfig defaults() {
    return new DedupeConfig(true, Duration.ofHours(24));
  }

  /** The same for another time. */
  public DedupeConfig withWindow(Duration other) {
    return new DedupeConfig(enabled, other);
  }

  /** None at all. */
  public static DedupeConfig off() {
    return new DedupeConfig(false, defaults().window());
  }
}
