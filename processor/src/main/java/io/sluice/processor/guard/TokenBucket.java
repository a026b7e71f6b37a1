package io.sluice.processor.guard;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.sluice.schema.RateLimit;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One instance's bucket of a limit for all instances: a token an attempt. Holds the tokens of one
 * second, one at the least, and is filled evenly. Thread-safe.
 */
final class TokenBucket {
  /** For at least so long what was taken may be used. */
  static final long LEAST_FRESH_NANOS = 250_000_000;

  private final TimeMeter meter;
  private @Nullable RateLimit limit;
  private Share share = Share.WHOLE;
  private volatile @Nullable Bucket bucket;
  private volatile long freshNanos = Long.MAX_VALUE;

  /** Without a limit until it is given one. */
  TokenBucket(LongSupplier nanoTime) {
    this.meter = new Meter(nanoTime);
  }

  /** From now on this limit, null: none, and this instance's share in it. Makes no new tokens. */
  synchronized void set(@Nullable RateLimit newLimit, Share newShare) {
    boolean same = share.equals(newShare) && java.util.Objects.equals(limit, newLimit);
    limit = newLimit;
    share = newShare;
    if (newLimit == null) {
      bucket = null;
      freshNanos = Long.MAX_VALUE;
    } else if (!same) {
      change(bandwidth(newLimit, newShare));
    }
  }

  private void change(Bandwidth bandwidth) {
    freshNanos =
        Math.max(LEAST_FRESH_NANOS, bandwidth.getRefillPeriodNanos() / bandwidth.getRefillTokens());
    Bucket before = bucket;
    if (before == null) {
      bucket = Bucket.builder().addLimit(bandwidth).withCustomTimePrecision(meter).build();
    } else {
      before.replaceConfiguration(
          BucketConfiguration.builder().addLimit(bandwidth).build(),
          TokensInheritanceStrategy.AS_IS);
    }
  }

  /** In whole tokens and nanoseconds, so that the shares of all instances add up to the limit. */
  private static Bandwidth bandwidth(RateLimit limit, Share share) {
    long tokens = (long) limit.events() * share.open();
    Duration per = limit.per().multipliedBy(share.all());
    return Bandwidth.builder().capacity(capacity(tokens, per)).refillGreedy(tokens, per).build();
  }

  /** The tokens of one second, at least 1: what may begin at once after a pause. */
  static long capacity(long tokens, Duration per) {
    return Math.max(1, (long) (tokens * 1_000.0 / per.toMillis()));
  }

  /** The limit for all instances that is in force; null: none. */
  synchronized @Nullable RateLimit limit() {
    return limit;
  }

  /** True if it took a token, or needs none. */
  boolean take() {
    Bucket now = bucket;
    return now == null || now.tryConsume(1);
  }

  /**
   * For how long a token may be kept before its attempt begins, ns: no longer than one takes to
   * come. Else many that were taken one by one could be used at once.
   */
  long freshNanos() {
    return freshNanos;
  }

  /** A token that was not used after all. */
  void giveBack() {
    Bucket now = bucket;
    if (now != null) {
      now.addTokens(1);
    }
  }

  /** How long until there is a token, ns; 0: there is one. */
  long nanosToWait() {
    Bucket now = bucket;
    return now == null ? 0 : now.estimateAbilityToConsume(1).getNanosToWaitForRefill();
  }

  private record Meter(LongSupplier nanoTime) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanoTime.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
