package io.sluice.processor.config;

import java.time.Duration;

/**
 * When failures that are all alike are taken for an outage: from then on nothing more is
 * dead-lettered, and the type is paused until an operator resumes it.
 *
 * @param share of the failures in the window that have one fingerprint, above 0 to 1
 * @param failures how many there must be in the window, at the least
 * @param window how far back failures are looked at
 */
public record AlikeFailuresConfig(double share, int failures, Duration window) {
  /** Refuses what could never be reached. */
  public AlikeFailuresConfig {
    new Checks()
        .require(CircuitBreakerConfig.isShare(share), "share", CircuitBreakerConfig.share(share))
        .atLeast(failures, 1, "failures")
        .positive(window, "window")
        .done();
  }

  /** 80 % of at least 100 failures within 5 minutes. */
  public static AlikeFailuresConfig defaults() {
    return new AlikeFailuresConfig(0.8, 100, Duration.ofMinutes(5));
  }
}
