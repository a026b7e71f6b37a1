package io.sluice.processor.topics;

import io.sluice.schema.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/** Waits for the broker's answers, and tells its failures in words a person can act on. */
final class BrokerCalls {
  /** Past the client's own timeout, so that it is the client that says what it waited for. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private static final long PAUSE_MS = 50;

  private final String addresses;
  private final Duration patience;
  private final InstantSource clock;

  BrokerCalls(String addresses, Duration patience, InstantSource clock) {
    this.addresses = addresses;
    this.patience = patience;
    this.clock = clock;
  }

  /** Asks again until the condition holds; false when it does not within the time. */
  boolean within(Duration time, BooleanSupplier condition) {
    Instant deadline = clock.instant().plus(time);
    while (!condition.getAsBoolean()) {
      if (clock.instant().isAfter(deadline)) {
        return false;
      }
      pause();
    }
    return true;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  Duration patience() {
    return patience;
  }

  /** How long the client itself may try, ms. */
  int timeoutMs() {
    return (int) Math.min(patience.toMillis(), Integer.MAX_VALUE);
  }

  /**
   * The answer.
   *
   * @param doing what is being done, for the message: {@code create topic shop.retry}
   * @throws ExecutionException with what the broker refused, where it is about a topic
   */
  <T> T answer(String doing, KafkaFuture<T> future) throws ExecutionException {
    try {
      return future.get(patience.plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw told(doing, e);
    } catch (java.util.concurrent.TimeoutException e) {
      throw unavailable(e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private ExecutionException told(String doing, ExecutionException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof TimeoutException) {
      throw unavailable(cause);
    }
    if (cause instanceof AuthenticationException) {
      throw new BrokerUnavailableException(
          "the broker at "
              + addresses
              + " refused the login: "
              + cause.getMessage()
              + "; check the sasl and ssl settings of kafka: in the pipeline's configuration",
          cause);
    }
    if (cause instanceof AuthorizationException) {
      throw new TopicException(
          "not allowed to " + doing + ": " + cause.getMessage() + "; have the right granted",
          cause);
    }
    return failure;
  }

  /** What the broker said. */
  static String reason(ExecutionException failure) {
    Throwable cause = failure.getCause();
    return String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
  }

  BrokerUnavailableException unavailable(Throwable cause) {
    return new BrokerUnavailableException(
        "no broker answered at "
            + addresses
            + " within "
            + Durations.format(patience)
            + "; check that it runs, and kafka.bootstrap.servers in the pipeline's configuration",
        cause);
  }
}
