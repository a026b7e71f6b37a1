package io.sluice.processor.handler;

import java.time.Duration;

/**
 * Thrown by a handler to ask for its next attempt after a time that it knows better than the
 * policy's back-off, such as a server's {@code Retry-After} (RFC 9110, 10.2.3). The attempt counts:
 * {@code max_attempts} still ends it.
 */
public final class RetryAfter extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Duration delay;

  /** Asks for the next attempt {@code delay} from now. */
  public RetryAfter(Duration delay) {
    this(delay, "asked to be retried after " + delay);
  }

  /** Asks for the next attempt {@code delay} from now, and says why. */
  public RetryAfter(Duration delay, String message) {
    super(message);
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay must not be negative: " + delay);
    }
    this.delay = delay;
  }

  /** How long to wait before the next attempt. */
  public Duration delay() {
    return delay;
  }
}
