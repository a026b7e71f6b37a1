package io.sluice.processor;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ThreadReplacementTest {
  private Instant now = Instant.EPOCH;
  private final ThreadReplacement replacement = new ThreadReplacement(() -> now);

  @Test
  void deadThread_isReplacedUpToALimit() {
    for (int i = 0; i < ThreadReplacement.MOST_REPLACED; i++) {
      assertThat(replacement.handle(passing())).isEqualTo(REPLACE_THREAD);
    }
    assertThat(replacement.fatal()).isNull();

    assertThat(replacement.handle(passing())).isEqualTo(SHUTDOWN_CLIENT);
    assertThat(replacement.fatal()).contains("InvalidTxnStateException").contains("raced");
  }

  @Test
  void limit_countsOnlyTheLastMinutes() {
    for (int i = 0; i < ThreadReplacement.MOST_REPLACED * 3; i++) {
      now = now.plus(ThreadReplacement.WITHIN.dividedBy(5));

      assertThat(replacement.handle(passing())).isEqualTo(REPLACE_THREAD);
    }
  }

  @Test
  void missingRight_stopsThePipelineAtOnce() {
    StreamsException error =
        new StreamsException("x", new TopicAuthorizationException("no access to shop.dlq"));

    assertThat(replacement.handle(error)).isEqualTo(SHUTDOWN_CLIENT);
    assertThat(replacement.fatal()).contains("no access to shop.dlq");
  }

  private static StreamsException passing() {
    return new StreamsException("x", new InvalidTxnStateException("raced"));
  }
}
