package io.sluice.processor.handler;

import java.time.Duration;

/**
 * What an attempt fails with when it ran longer than its handler's {@code time_limit}. Its thread
 * was interrupted, or its stage cancelled; whatever it still does is not waited for. Retried like
 * any failure, unless {@code dead_letter_on} or {@code discard_on} names this class.
 */
public final class TimeLimitExceeded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says how long the attempt was allowed to run. */
  public TimeLimitExceeded(Duration limit) {
    super("ran longer than its time_limit of " + limit.toMillis() + " ms", null, false, false);
  }
}
