package io.sluice.processor.config;

import java.time.Duration;
import java.util.List;

/**
 * The wait before the next attempt.
 *
 * @param waits growing, or listed one by one
 * @param maxDelay no wait is longer
 * @param jitter which part of the wait is left to chance: 0 none, 1 all
 */
public record BackoffConfig(Waits waits, Duration maxDelay, double jitter) {
  /** Before the cap and the jitter. */
  public sealed interface Waits {}

  /**
   * Each wait a multiple of the one before.
   *
   * @param delay before the second attempt
   * @param multiplier what each further wait is multiplied by; 1 or more
   */
  public record Exponential(Duration delay, double multiplier) implements Waits {
    static final Exponential DEFAULT = new Exponential(Duration.ofSeconds(1), 2.0);

    /** Refuses waits that shrink. */
    public Exponential {
      new Checks()
          .notNegative(delay, "delay")
          .require(
              multiplier >= 1 && multiplier <= 1_000,
              "multiplier",
              "must be between 1 and 1000, found " + multiplier)
          .done();
    }
  }

  /**
   * Each wait as it is listed; the last one repeats.
   *
   * @param delays before the second attempt, the third, …; at least one
   */
  public record Listed(List<Duration> delays) implements Waits {
    /** Refuses a list without a wait; keeps its own copy. */
    public Listed {
      delays = List.copyOf(delays);
      Checks checks =
          new Checks()
              .require(
                  !delays.isEmpty(),
                  "delays",
                  "is empty; name at least one wait, such as [1s, 5s]");
      delays.forEach(delay -> checks.notNegative(delay, "delays"));
      checks.done();
    }

    Duration longest() {
      return delays.stream().max(Duration::compareTo).orElseThrow();
    }
  }

  /** Refuses what cannot be a back-off. */
  public BackoffConfig {
    Checks checks = new Checks().notNegative(maxDelay, "max_delay");
    if (waits instanceof Exponential growing) {
      checks.require(
          maxDelay.compareTo(growing.delay()) >= 0,
          "max_delay",
          Checks.text(maxDelay) + " is shorter than delay, " + Checks.text(growing.delay()));
    }
    checks
        .require(jitter >= 0 && jitter <= 1, "jitter", "must be between 0 and 1, found " + jitter)
        .done();
  }

  /** Growing waits. */
  public BackoffConfig(Duration delay, double multiplier, Duration maxDelay, double jitter) {
    this(new Exponential(delay, multiplier), maxDelay, jitter);
  }

  /** 1 s, doubled each time, at most 10 minutes; half of it left to chance. */
  public static BackoffConfig defaults() {
    return new BackoffConfig(Exponential.DEFAULT, Duration.ofMinutes(10), 0.5);
  }
}
