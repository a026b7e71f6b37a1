package io.sluice.processor.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a circuit breaker opens, and how it closes again. The words are those of Resilience4j.
 *
 * @param failureRate opens at this share of failed attempts, above 0 to 1
 * @param slowCall an attempt that runs longer than this is slow; null: none is
 * @param slowCallRate opens at this share of slow attempts, above 0 to 1
 * @param window how many of the last attempts are looked at; used where {@code windowTime} is null
 * @param windowTime how far back attempts are looked at; null: by number
 * @param minimumCalls attempts in the window below which it stays closed
 * @param waitTime how long it stays open before attempts are tried again
 * @param halfOpenCalls how many attempts are tried then, before it closes or opens again
 */
public record CircuitBreakerConfig(
    double failureRate,
    @Nullable Duration slowCall,
    double slowCallRate,
    int window,
    @Nullable Duration windowTime,
    int minimumCalls,
    Duration waitTime,
    int halfOpenCalls) {
  /** Refuses what could never open, or never close. */
  public CircuitBreakerConfig {
    Checks checks =
        new Checks()
            .require(isShare(failureRate), "failure_rate", share(failureRate))
            .require(isShare(slowCallRate), "slow_call_rate", share(slowCallRate))
            .atLeast(window, 1, "window")
            .atLeast(minimumCalls, 1, "minimum_calls")
            .require(
                windowTime != null || window < 1 || minimumCalls <= window,
                "minimum_calls",
                "must be at most the window of " + window + " attempts, found " + minimumCalls)
            .require(
                slowCall != null || slowCallRate == 1 || !isShare(slowCallRate),
                "slow_call_rate",
                "says nothing without slow_call; add slow_call: 5s, or leave it out")
            .positive(waitTime, "wait")
            .atLeast(halfOpenCalls, 1, "half_open_calls");
    if (slowCall != null) {
      checks.positive(slowCall, "slow_call");
    }
    if (windowTime != null) {
      checks.positive(windowTime, "window");
    }
    checks.done();
  }

  /** Opens at half of the last 100 attempts, 20 at the least; for 30 s; then 5 are tried. */
  public static CircuitBreakerConfig defaults() {
    return new CircuitBreakerConfig(0.5, null, 1.0, 100, null, 20, Duration.ofSeconds(30), 5);
  }

  static boolean isShare(double share) {
    return share > 0 && share <= 1;
  }

  static String share(double found) {
    return "must be above 0 and at most 1, such as 0.5, found " + found;
  }
}
