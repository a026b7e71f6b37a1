package io.sluice.processor.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an event whose handler failed. Class names are kept as text here; whether they
 * are on the class path is checked when the pipeline starts.
 *
 * @param maxAttempts attempts in all, the first included; 1 means no retry
 * @param backoff the wait between attempts
 * @param timeout no attempt starts later than this after the first; null: no such limit
 * @param retryOn exceptions worth another attempt; empty: every one
 * @param deadLetterOn exceptions that go to the dead letters at once
 * @param discardOn exceptions whose event is dropped, and counted as discarded
 */
public record RetryConfig(
    int maxAttempts,
    BackoffConfig backoff,
    @Nullable Duration timeout,
    List<String> retryOn,
    List<String> deadLetterOn,
    List<String> discardOn) {
  /** Refuses fewer attempts than 1 and a timeout of nothing; keeps its own copy of the lists. */
  public RetryConfig {
    Checks checks = new Checks().atLeast(maxAttempts, 1, "max_attempts");
    if (timeout != null) {
      checks.positive(timeout, "timeout");
    }
    checks.done();
    retryOn = List.copyOf(retryOn);
    deadLetterOn = List.copyOf(deadLetterOn);
    discardOn = List.copyOf(discardOn);
  }

  /** 5 attempts, the default back-off, no timeout, every exception retried. */
  public static RetryConfig defaults() {
    return new RetryConfig(5, BackoffConfig.defaults(), null, List.of(), List.of(), List.of());
  }

  /** The same with another number of attempts, the first included. */
  public RetryConfig withMaxAttempts(int attempts) {
    return new RetryConfig(attempts, backoff, timeout, retryOn, deadLetterOn, discardOn);
  }

  /** The same with another wait between attempts. */
  public RetryConfig withBackoff(BackoffConfig other) {
    return new RetryConfig(maxAttempts, other, timeout, retryOn, deadLetterOn, discardOn);
  }

  /** The same with another total time, or none. */
  public RetryConfig withTimeout(@Nullable Duration other) {
    return new RetryConfig(maxAttempts, backoff, other, retryOn, deadLetterOn, discardOn);
  }
}
