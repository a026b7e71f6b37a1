package io.sluice.processor.policy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: a growing wait or a listed one, capped, with jitter.
 *
 * @param waits the wait after each attempt, before cap and jitter
 * @param maxDelay no wait is longer
 * @param jitter how much of the wait is left to chance, 0 to 1: the wait is drawn evenly from the
 *     last {@code jitter} part of it, so 0 is exact, 0.5 is "equal jitter" and 1 "full jitter" (M.
 *     Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog 2015)
 */
public record Backoff(Waits waits, Duration maxDelay, double jitter) {
  /** The wait after each attempt, before cap and jitter. */
  public sealed interface Waits {
    /**
     * The wait in ms, never negative.
     *
     * @param failed how many attempts have failed, at least 1
     */
    double afterMs(int failed);
  }

  /**
   * Each wait a multiple of the one before.
   *
   * @param delay the first one; not negative
   * @param multiplier at least 1, which makes all of them the same
   */
  public record Exponential(Duration delay, double multiplier) implements Waits {
    /** Refuses what would shrink. */
    public Exponential {
      if (delay.isNegative()) {
        throw new IllegalArgumentException("delay must not be negative: " + delay);
      }
      if (!(multiplier >= 1) || Double.isInfinite(multiplier)) {
        throw new IllegalArgumentException("multiplier must be 1 or more: " + multiplier);
      }
    }

    @Override
    public double afterMs(int failed) {
      // Nothing times infinity is no number.
      return delay.isZero() ? 0 : Millis.of(delay) * Math.pow(multiplier, failed - 1.0);
    }
  }

  /**
   * Each wait as it is listed; after the end of the list the last one repeats.
   *
   * @param delays at least one, none negative
   */
  public record Listed(List<Duration> delays) implements Waits {
    /** Refuses a list without a wait; keeps its own copy. */
    public Listed {
      delays = List.copyOf(delays);
      if (delays.isEmpty() || Collections.min(delays).isNegative()) {
        throw new IllegalArgumentException("delays must be one or more, none negative: " + delays);
      }
    }

    @Override
    public double afterMs(int failed) {
      return Millis.of(delays.get(Math.min(failed, delays.size()) - 1));
    }
  }

  /** Refuses what cannot be a back-off. */
  public Backoff {
    if (maxDelay.isNegative()) {
      throw new IllegalArgumentException("max_delay must not be negative: " + maxDelay);
    }
    if (waits instanceof Exponential growing && maxDelay.compareTo(growing.delay()) < 0) {
      throw new IllegalArgumentException(
          "max_delay " + maxDelay + " is shorter than delay " + growing.delay());
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("jitter must be between 0 and 1: " + jitter);
    }
  }

  /** An exponential one. */
  public Backoff(Duration delay, double multiplier, Duration maxDelay, double jitter) {
    this(new Exponential(delay, multiplier), maxDelay, jitter);
  }

  /**
   * The wait after a failed attempt.
   *
   * @param attempt which attempt failed, counted from 1
   * @param random where chance comes from
   */
  public Duration after(int attempt, RandomGenerator random) {
    long cap = Millis.of(maxDelay);
    double exact = Math.min(waits.afterMs(Math.max(1, attempt)), cap);
    double jittered = exact * (1 - jitter * random.nextDouble());
    // A double of many digits may be rounded past the cap.
    return Duration.ofMillis(Math.min(Math.round(jittered), cap));
  }
}
