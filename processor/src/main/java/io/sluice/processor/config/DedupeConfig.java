package io.sluice.processor.config;

import java.time.Duration;

/**
 * How duplicates are told.
 *
 * @param window how long an event's id is remembered
 */
public record DedupeConfig(Duration window) {
  /** Refuses a window that remembers nothing. */
  public DedupeConfig {
    new Checks().positive(window, "window").done();
  }

  /** 24 hours. */
  public static DedupeConfig defaults() {
    return new DedupeConfig(Duration.ofHours(24));
  }
}
