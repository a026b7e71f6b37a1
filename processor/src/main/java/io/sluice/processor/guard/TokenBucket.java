package io.sluice.processor.guard;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.sluice.schema.RateLimit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One instance's bucket of a limit for all instances: a token an attempt. Holds the tokens of one
 * second, one at the least, and is filled evenly. Thread-safe.
 */
final class TokenBucket {
  /** For so long a token is kept for an event that waits for a thread. */
  private static final long RESERVED_NANOS = 1_000_000_000;

  /** How often, at the most, somebody looks whether one is free again. */
  private static final long LOOK_AGAIN_NANOS = 10_000_000;

  private final TimeMeter meter;
  private @Nullable RateLimit limit;
  private Share share = Share.WHOLE;
  private volatile @Nullable Bucket bucket;
  private long intervalNanos;

  /** When each of the tokens was reserved that are, the oldest first. */
  private final ArrayDeque<Long> reservations = new ArrayDeque<>();

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
    } else if (!same) {
      change(bandwidth(newLimit, newShare));
    }
  }

  private void change(Bandwidth bandwidth) {
    intervalNanos = Math.max(1, bandwidth.getRefillPeriodNanos() / bandwidth.getRefillTokens());
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

  /** True if it took a token that is reserved for nobody, or needs none. */
  boolean take() {
    return bucket == null || takeFree();
  }

  private synchronized boolean takeFree() {
    Bucket now = bucket;
    return now == null || (now.getAvailableTokens() > reserved() && now.tryConsume(1));
  }

  /**
   * True if there is a token that is reserved for nobody else, or it needs none. The token stays in
   * the bucket until the event begins: so those that wait for threads, however long, cannot begin
   * faster than the limit lets them. It is kept for a second; then others may have it, for nobody
   * knows how long a thread, or an earlier event of its key, keeps this one waiting.
   */
  synchronized boolean reserve() {
    Bucket now = bucket;
    if (now == null) {
      return true;
    }
    if (now.getAvailableTokens() <= reserved()) {
      return false;
    }
    reservations.addLast(meter.currentTimeNanos());
    return true;
  }

  /**
   * Takes a token for one that begins and had one reserved; false if there is none any more.
   *
   * @param ageNanos since when it had
   */
  synchronized boolean takeReserved(long ageNanos) {
    if (ageNanos <= RESERVED_NANOS && reserved() > 0) {
      reservations.removeFirst();
    }
    Bucket now = bucket;
    return now == null || now.tryConsume(1);
  }

  /**
   * A reservation that is not needed any more. Too few do no harm: tokens are taken all the same.
   */
  synchronized void unreserve() {
    if (reserved() > 0) {
      reservations.removeFirst();
    }
  }

  private int reserved() {
    long oldest = meter.currentTimeNanos() - RESERVED_NANOS;
    while (!reservations.isEmpty() && reservations.getFirst() < oldest) {
      reservations.removeFirst();
    }
    return reservations.size();
  }

  /** A token that was not used after all. */
  void giveBack() {
    Bucket now = bucket;
    if (now != null) {
      now.addTokens(1);
    }
  }

  /** When it is worth asking again, ns from now; 0: there is a token. */
  long nanosToWait() {
    return bucket == null ? 0 : nanosToNextFree();
  }

  private synchronized long nanosToNextFree() {
    Bucket now = bucket;
    if (now == null) {
      return 0;
    }
    long nanos = now.estimateAbilityToConsume(1L + reserved()).getNanosToWaitForRefill();
    if (nanos <= intervalNanos || reservations.isEmpty()) {
      return nanos;
    }
    // More than it can hold are reserved: one of those may begin at any time, or be given up.
    long expires = reservations.getFirst() + RESERVED_NANOS + 1 - meter.currentTimeNanos();
    return Math.max(LOOK_AGAIN_NANOS, Math.min(intervalNanos, expires));
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
