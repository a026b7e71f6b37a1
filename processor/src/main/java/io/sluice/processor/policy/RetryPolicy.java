package io.sluice.processor.policy;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows a failed attempt. Pure: same failure, time and chance, same decision.
 *
 * <p>The order of the rules: {@code discard_on}, then {@code dead_letter_on}, then {@code retry_on}
 * (empty means every exception), then the number of attempts, then the total time.
 *
 * @param maxAttempts how many attempts in all, the first included; at least 1
 * @param backoff the wait between attempts
 * @param timeout no attempt starts later than this after the first; null: no such limit
 * @param retryOn what is worth another attempt; empty: everything
 * @param deadLetterOn what is never worth another attempt
 * @param discardOn what is to be dropped
 */
public record RetryPolicy(
    int maxAttempts,
    Backoff backoff,
    @Nullable Duration timeout,
    ErrorClasses retryOn,
    ErrorClasses deadLetterOn,
    ErrorClasses discardOn) {

  /** Refuses what cannot be a policy. */
  public RetryPolicy {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("max_attempts must be 1 or more: " + maxAttempts);
    }
  }

  /**
   * What becomes of an event whose attempt has failed.
   *
   * @param failure the attempt
   * @param nowMs now, ms since the epoch
   * @param random where jitter comes from
   */
  public Settlement afterFailure(Failure failure, long nowMs, RandomGenerator random) {
    if (discardOn.matches(failure.error())) {
      return new Settlement.Discarded(Reason.DISCARD_ON);
    }
    if (deadLetterOn.matches(failure.error())) {
      return new Settlement.Dead(Reason.DEAD_LETTER_ON);
    }
    boolean asked = failure.askedDelay() != null;
    if (!asked && !retryOn.isEmpty() && !retryOn.matches(failure.error())) {
      return new Settlement.Dead(Reason.NOT_RETRYABLE);
    }
    if (failure.attempt() >= maxAttempts) {
      return new Settlement.Dead(Reason.ATTEMPTS_EXHAUSTED);
    }
    long dueAtMs = Millis.sum(nowMs, Millis.of(wait(failure, random)));
    if (timeout != null
        && Millis.difference(dueAtMs, failure.firstAttemptAtMs()) > Millis.of(timeout)) {
      return new Settlement.Dead(Reason.TIMEOUT);
    }
    return new Settlement.RetryAt(dueAtMs);
  }

  private Duration wait(Failure failure, RandomGenerator random) {
    Duration asked = failure.askedDelay();
    return asked != null ? asked : backoff.after(failure.attempt(), random);
  }
}
