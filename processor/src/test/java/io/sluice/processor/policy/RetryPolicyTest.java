package io.sluice.processor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final long NOW = 1_000_000;
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);
  private static final Backoff SECOND =
      new Backoff(Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0);

  private ErrorClasses retryOn = ErrorClasses.none();
  private ErrorClasses deadLetterOn = ErrorClasses.none();
  private ErrorClasses discardOn = ErrorClasses.none();
  private @Nullable Duration timeout;

  @Test
  void failure_isRetriedAfterTheBackoff() {
    assertThat(afterFailure(new IOException("x"), 1))
        .isEqualTo(new Settlement.RetryAt(NOW + 1_000));
    assertThat(afterFailure(new IOException("x"), 2))
        .isEqualTo(new Settlement.RetryAt(NOW + 2_000));
  }

  @Test
  void lastAttempt_isDeadWhenItFails() {
    assertThat(afterFailure(new IOException("x"), 3))
        .isEqualTo(new Settlement.Dead(Reason.ATTEMPTS_EXHAUSTED));
  }

  @Test
  void listedCause_isFoundBehindAWrapper() {
    deadLetterOn = new ErrorClasses(List.of(IOException.class));

    assertThat(afterFailure(new UncheckedIOException(new ConnectException("refused")), 1))
        .isEqualTo(new Settlement.Dead(Reason.DEAD_LETTER_ON));
  }

  @Test
  void unlisted_isDeadWhereRetryOnIsGiven() {
    retryOn = new ErrorClasses(List.of(ConnectException.class));

    assertThat(afterFailure(new IllegalStateException("bug"), 1))
        .isEqualTo(new Settlement.Dead(Reason.NOT_RETRYABLE));
    assertThat(afterFailure(new ConnectException("refused"), 1))
        .isInstanceOf(Settlement.RetryAt.class);
  }

  @Test
  void discardOn_comesBeforeEverythingElse() {
    discardOn = new ErrorClasses(List.of(IOException.class));
    deadLetterOn = new ErrorClasses(List.of(IOException.class));

    assertThat(afterFailure(new IOException("x"), 3))
        .isEqualTo(new Settlement.Discarded(Reason.DISCARD_ON));
  }

  @Test
  void askedDelay_replacesTheBackoffAndStillCounts() {
    retryOn = new ErrorClasses(List.of(ConnectException.class));
    Duration hour = Duration.ofHours(1);

    assertThat(decide(new Failure(new IllegalStateException("busy"), hour, 1, NOW)))
        .isEqualTo(new Settlement.RetryAt(NOW + hour.toMillis()));
    assertThat(decide(new Failure(new IllegalStateException("busy"), hour, 3, NOW)))
        .isEqualTo(new Settlement.Dead(Reason.ATTEMPTS_EXHAUSTED));
  }

  @Test
  void timeout_endsRetriesThatWouldStartTooLate() {
    timeout = Duration.ofSeconds(10);

    assertThat(decide(new Failure(new IOException("x"), null, 1, NOW - 9_000)))
        .isEqualTo(new Settlement.RetryAt(NOW + 1_000));
    assertThat(decide(new Failure(new IOException("x"), null, 1, NOW - 9_001)))
        .isEqualTo(new Settlement.Dead(Reason.TIMEOUT));
  }

  @Test
  void backoffThatWouldPassTheTimeout_isDeadAtOnce() {
    timeout = Duration.ofMillis(1_999);

    assertThat(afterFailure(new IOException("x"), 1))
        .isEqualTo(new Settlement.RetryAt(NOW + 1_000));
    assertThat(afterFailure(new IOException("x"), 2))
        .isEqualTo(new Settlement.Dead(Reason.TIMEOUT));
  }

  @Test
  void askedDelayLongerThanTheTimeout_isDeadAtOnce() {
    timeout = Duration.ofMinutes(30);
    Exception busy = new IllegalStateException("busy");

    assertThat(decide(new Failure(busy, Duration.ofMinutes(30), 1, NOW)))
        .isEqualTo(new Settlement.RetryAt(NOW + 1_800_000));
    assertThat(decide(new Failure(busy, Duration.ofHours(1), 1, NOW)))
        .isEqualTo(new Settlement.Dead(Reason.TIMEOUT));
  }

  @Test
  void waitLongerThanMillisecondsHold_isAsLongAsTheyDo() {
    Exception busy = new IllegalStateException("busy");

    assertThat(decide(new Failure(busy, FOREVER, 1, NOW)))
        .isEqualTo(new Settlement.RetryAt(Long.MAX_VALUE));
    timeout = Duration.ofDays(1);
    assertThat(decide(new Failure(busy, FOREVER, 1, NOW)))
        .isEqualTo(new Settlement.Dead(Reason.TIMEOUT));
  }

  @Test
  void timeoutLongerThanMillisecondsHold_isNeverOver() {
    timeout = FOREVER;

    assertThat(afterFailure(new IOException("x"), 1))
        .isEqualTo(new Settlement.RetryAt(NOW + 1_000));
    assertThat(decide(new Failure(new IOException("x"), FOREVER, 1, NOW)))
        .isEqualTo(new Settlement.RetryAt(Long.MAX_VALUE));
  }

  @Property
  void decision_neverOverflows(
      @ForAll @LongRange(min = 0) long now,
      @ForAll long firstAttempt,
      @ForAll @LongRange(min = 0) long wait,
      @ForAll @LongRange(min = 1) long limit) {
    timeout = Duration.ofSeconds(limit);
    RetryPolicy policy = policy(Integer.MAX_VALUE);
    Failure failure =
        new Failure(
            new IOException("x"), Duration.ofSeconds(wait), Integer.MAX_VALUE - 1, firstAttempt);

    Settlement settlement = policy.afterFailure(failure, now, new Random(1));

    if (settlement instanceof Settlement.RetryAt retry) {
      assertThat(retry.dueAtMs()).isGreaterThanOrEqualTo(now);
    } else {
      assertThat(settlement).isEqualTo(new Settlement.Dead(Reason.TIMEOUT));
    }
  }

  @Test
  void circularCauses_endTheSearch() {
    Exception a = new Exception("a");
    Exception b = new Exception("b", a);
    a.initCause(b);
    deadLetterOn = new ErrorClasses(List.of(IOException.class));

    assertThat(afterFailure(a, 1)).isInstanceOf(Settlement.RetryAt.class);
  }

  private Settlement afterFailure(Throwable error, int attempt) {
    return decide(new Failure(error, null, attempt, NOW));
  }

  private Settlement decide(Failure failure) {
    return policy(3).afterFailure(failure, NOW, new Random(1));
  }

  private RetryPolicy policy(int attempts) {
    return new RetryPolicy(attempts, SECOND, timeout, retryOn, deadLetterOn, discardOn);
  }
}
