package io.sluice.processor.policy;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: exponential, capped, with jitter.
 *
 * @param delay before the second attempt; not negative
 * @param multiplier what each further wait is multiplied by; at least 1
 * @param maxDelay no wait is longer; at least {@code delay}
 * @param jitter how much of the wait is left to chance, 0 to 1: the wait is drawn evenly from the
 *     last {@code jitter} part of it, so 0 is exact, 0.5 is "equal jitter" and 1 "full jitter" (M.
 *     Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog 2015)
 */
public record Backoff(Duration delay, double multiplier, Duration maxDelay, double jitter) {
  /** Refuses what cannot be a back-off. */
  public Backoff {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay must not be negative: " + delay);
    }
    if (!(multiplier >= 1) || Double.isInfinite(multiplier)) {
      throw new IllegalArgumentException("multiplier must be 1 or more: " + multiplier);
    }
    if (maxDelay.compareTo(delay) < 0) {
      throw new IllegalArgumentException(
          "max_delay " + maxDelay + " is shorter than delay " + delay);
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("jitter must be between 0 and 1: " + jitter);
    }
  }

  /**
   * The wait after a failed attempt.
   *
   * @param attempt which attempt failed, counted from 1
   * @param random where chance comes from
   */
  public Duration after(int attempt, RandomGenerator random) {
    double full = delay.toMillis() * Math.pow(multiplier, Math.max(0, attempt - 1));
    double capped = Math.min(full, maxDelay.toMillis());
    double jittered = capped * (1 - jitter * random.nextDouble());
    return Duration.ofMillis(Math.round(jittered));
  }
}
