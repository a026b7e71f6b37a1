package io.sluice.processor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows the death of a stream thread: a new one takes over, since exactly-once lets it go on
 * from the last commit, unless threads die again and again. Then the pipeline stops and its health
 * says why. Thread-safe.
 */
final class ThreadReplacement implements StreamsUncaughtExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadReplacement.class);
  static final int MOST_REPLACED = 10;
  static final Duration WITHIN = Duration.ofMinutes(10);

  private final InstantSource clock;
  private final Deque<Long> replacedAtMs = new ArrayDeque<>();
  private @Nullable String fatal;

  ThreadReplacement(InstantSource clock) {
    this.clock = clock;
  }

  /** Why the pipeline has stopped for good; null while it has not. */
  synchronized @Nullable String fatal() {
    return fatal;
  }

  @Override
  public synchronized StreamThreadExceptionResponse handle(Throwable error) {
    Throwable root = root(error);
    long now = clock.millis();
    replacedAtMs.removeIf(at -> at < now - WITHIN.toMillis());
    if (isHopeless(root) || replacedAtMs.size() >= MOST_REPLACED) {
      fatal = root.getClass().getSimpleName() + ": " + root.getMessage();
      LOG.error("The pipeline stops: a stream thread died of {}", fatal, error);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    replacedAtMs.addLast(now);
    LOG.warn(
        "A stream thread died and is replaced ({} of {} within {} min); nothing is lost: {}",
        replacedAtMs.size(),
        MOST_REPLACED,
        WITHIN.toMinutes(),
        root.toString(),
        error);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  /** A new thread would die of the same. */
  private static boolean isHopeless(Throwable root) {
    return root instanceof AuthenticationException
        || root instanceof AuthorizationException
        || root instanceof VirtualMachineError
        || root instanceof LinkageError;
  }

  private static Throwable root(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root;
  }
}
