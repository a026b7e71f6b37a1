package io.sluice.processor.config;

import java.time.Duration;

/**
 * The wait before the next attempt.
 *
 * @param delay before the second attempt
 * @param multiplier what each further wait is multiplied by; 1 or more
 * @param maxDelay no wait is longer
 * @param jitter which part of the wait is left to chance: 0 none, 1 all
 */
public record BackoffConfig(Duration delay, double multiplier, Duration maxDelay, double jitter) {
  /** Refuses what cannot be a back-off. */
  public BackoffConfig {
    new Checks()
        .notNegative(delay, "delay")
        .require(
            multiplier >= 1 && multiplier <= 1_000,
            "multiplier",
            "must be between 1 and 1000, found " + multiplier)
        .notNegative(maxDelay, "max_delay")
        .require(
            maxDelay.compareTo(delay) >= 0,
            "max_delay",
            Checks.text(maxDelay) + " is shorter than delay, " + Checks.text(delay))
        .require(jitter >= 0 && jitter <= 1, "jitter", "must be between 0 and 1, found " + jitter)
        .done();
  }

  /** 1 s, doubled each time, at most 10 minutes; half of it left to chance. */
  public static BackoffConfig defaults() {
    return new BackoffConfig(Duration.ofSeconds(1), 2.0, Duration.ofMinutes(10), 0.5);
  }
}
