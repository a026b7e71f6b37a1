package io.sluice.processor.handler;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  /**
   * The wait that an exception asks for, itself or by one of its causes, as when a future has
   * wrapped it; null when it asks for none.
   */
  public static @Nullable Duration askedBy(Throwable error) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (@Nullable Throwable at = error; at != null && seen.add(at); at = at.getCause()) {
      if (at instanceof RetryAfter asked) {
        return asked.delay();
      }
    }
    return null;
  }

  /** How long to wait before the next attempt. */
  public Duration delay() {
    return delay;
  }
}
