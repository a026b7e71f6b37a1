package io.sluice.replay;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a replay to its {@link Rate}. Waits before a transaction is begun, never within one: an
 * open transaction would time out, and would hold up every reader of the target topic.
 */
final class Pace {
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private final @Nullable RateLimiter limiter;
  private final int mostAtOnce;

  private Pace(@Nullable RateLimiter limiter, int mostAtOnce) {
    this.limiter = limiter;
    this.mostAtOnce = mostAtOnce;
  }

  static Pace of(@Nullable Rate rate, int mostAtOnce) {
    if (rate == null) {
      return new Pace(null, mostAtOnce);
    }
    // One permit an interval, so that letters go out evenly and not in bursts of a whole period.
    RateLimiterConfig config =
        RateLimiterConfig.custom()
            .limitForPeriod(1)
            .limitRefreshPeriod(rate.interval())
            .timeoutDuration(LONGEST_WAIT)
            .build();
    return new Pace(RateLimiter.of("replay", config), Math.min(mostAtOnce, rate.perSecond()));
  }

  /** The most letters that one transaction should hold: no more than a second's worth. */
  int mostAtOnce() {
    return mostAtOnce;
  }

  /**
   * Waits until so many letters may go.
   *
   * @return false when the wait was broken off because of {@code stop}
   */
  boolean await(int letters, CountDownLatch stop) {
    if (limiter == null) {
      return stop.getCount() > 0;
    }
    long nanos = limiter.reservePermission(letters);
    try {
      return !stop.await(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
