package io.sluice.processor.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

final class RetryAfterTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void delay_isHadFromTheExceptionItself() {
    assertThat(RetryAfter.askedBy(new RetryAfter(MINUTE))).isEqualTo(MINUTE);
  }

  @Test
  void delay_isFoundBehindWrappers() {
    Throwable wrapped =
        new ExecutionException(new CompletionException(new RetryAfter(MINUTE, "busy")));

    assertThat(RetryAfter.askedBy(wrapped)).isEqualTo(MINUTE);
  }

  @Test
  void outermostRequest_counts() {
    Throwable wrapped = new RetryAfter(MINUTE).initCause(new RetryAfter(Duration.ofHours(1)));

    assertThat(RetryAfter.askedBy(wrapped)).isEqualTo(MINUTE);
  }

  @Test
  void exceptionThatAsksForNothing_leavesItToThePolicy() {
    assertThat(RetryAfter.askedBy(new IOException("x", new IllegalStateException("y")))).isNull();
  }

  @Test
  void circularCauses_endTheSearch() {
    Exception a = new Exception("a");
    a.initCause(new Exception("b", a));

    assertThat(RetryAfter.askedBy(a)).isNull();
  }

  @Test
  void negativeDelay_isRefused() {
    assertThatThrownBy(() -> new RetryAfter(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
