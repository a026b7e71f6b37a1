package io.sluice.processor.guard;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;

/** A breaker's rule in the words of Resilience4j. */
final class BreakerSettings {
  /** Longer than anything runs. */
  private static final Duration NEVER_SLOW = Duration.ofDays(36_500);

  private BreakerSettings() {}

  /** No timer of its own anywhere: it moves when it is asked or told, by the clock handed in. */
  static CircuitBreakerConfig of(GuardRules.OfBreaker rule, Clock clock) {
    GuardRules.Threshold opensAt = rule.opensAt();
    Duration slow = opensAt.slowCall();
    CircuitBreakerConfig.Builder config =
        CircuitBreakerConfig.custom()
            .clock(clock)
            .failureRateThreshold(percent(opensAt.failureRate()))
            .slowCallDurationThreshold(slow == null ? NEVER_SLOW : slow)
            .slowCallRateThreshold(percent(opensAt.slowCallRate()))
            .waitDurationInOpenState(rule.waitTime())
            .permittedNumberOfCallsInHalfOpenState(rule.halfOpenCalls());
    window(config, rule.window());
    return config.build();
  }

  private static void window(CircuitBreakerConfig.Builder config, GuardRules.Window window) {
    Duration time = window.time();
    if (time == null) {
      config.slidingWindow(
          window.calls(),
          // More than there is room for would never be reached.
          Math.min(window.minimumCalls(), window.calls()),
          CircuitBreakerConfig.SlidingWindowType.COUNT_BASED);
    } else {
      config.slidingWindow(
          Math.toIntExact(Math.max(1, time.plusMillis(999).toSeconds())),
          window.minimumCalls(),
          CircuitBreakerConfig.SlidingWindowType.TIME_BASED);
    }
  }

  private static float percent(double share) {
    return (float) (share * 100);
  }
}
