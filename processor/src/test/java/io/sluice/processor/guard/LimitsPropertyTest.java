package io.sluice.processor.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.RateLimit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever asks whenever: never more than the capacity, and the rate for as long as it took. */
final class LimitsPropertyTest {
  private final Instance.Time time = new Instance.Time();

  @Property(tries = 200)
  void aBucket_letsThroughNoMoreThanItsLimit(
      @ForAll("limits") RateLimit limit,
      @ForAll @Size(min = 50, max = 200) List<@IntRange(max = 2_000) Integer> pausesMs) {
    TokenBucket bucket = new TokenBucket(time.clocks().nanoTime());
    bucket.set(limit, Share.WHOLE);
    List<Long> begun = new ArrayList<>();
    for (int pause : pausesMs) {
      time.pass(Duration.ofMillis(pause / 10));
      if (bucket.take()) {
        begun.add(time.nanos());
      } else {
        assertThat(bucket.nanosToWait()).isPositive();
      }
    }
    assertHolds(begun, limit, capacity(limit));
  }

  @Property(tries = 200)
  void theShares_letThroughNoMoreThanTheLimit_thoughTheyChange(
      @ForAll("limits") RateLimit limit,
      @ForAll @IntRange(min = 1, max = 4) int instances,
      @ForAll @Size(min = 100, max = 300) List<@IntRange(max = 10_000) Integer> script) {
    int tasks = 8;
    List<TokenBucket> buckets = new ArrayList<>();
    for (int i = 0; i < instances; i++) {
      buckets.add(new TokenBucket(time.clocks().nanoTime()));
    }
    List<Long> begun = new ArrayList<>();
    shareOut(buckets, limit, tasks, 0);
    for (int step : script) {
      if (step % 50 == 0) {
        shareOut(buckets, limit, tasks, step);
      }
      time.pass(Duration.ofMillis(step / 50));
      if (buckets.get(step % instances).take()) {
        begun.add(time.nanos());
      }
    }
    // Each bucket holds a token at the least, and a rebalance may move a share of the capacity on.
    assertThat(begun.size())
        .isLessThanOrEqualTo((int) bound(limit, instances * capacity(limit), time.nanos()));
  }

  @Property(tries = 300)
  void thoseThatWaitForAThread_beginWithinTheLimitToo_andNoTokenIsLost(
      @ForAll("limits") RateLimit limit,
      @ForAll @Size(min = 50, max = 300) List<@IntRange(max = 9_999) Integer> script) {
    TokenBucket bucket = new TokenBucket(time.clocks().nanoTime());
    bucket.set(limit, Share.WHOLE);
    ArrayDeque<Long> reserved = new ArrayDeque<>();
    List<Long> begun = new ArrayList<>();
    for (int step : script) {
      time.pass(Duration.ofMillis(step / 20));
      int what = step % 5;
      if (what == 0 && bucket.take()) {
        begun.add(time.nanos());
      } else if (what == 1 || what == 2) {
        if (bucket.reserve()) {
          reserved.addLast(time.nanos());
        } else {
          assertThat(bucket.nanosToWait()).isPositive();
        }
      } else if (what == 3 && !reserved.isEmpty()) {
        if (bucket.takeReserved(time.nanos() - reserved.removeFirst())) {
          begun.add(time.nanos());
        }
      } else if (what == 4 && !reserved.isEmpty()) {
        reserved.removeLast();
        bucket.unreserve();
      }
    }
    assertHolds(begun, limit, capacity(limit));
    // Those that are still reserved never begin.
    time.pass(Duration.ofHours(1));
    for (long i = 0; i < capacity(limit); i++) {
      assertThat(bucket.take()).isTrue();
    }
    assertThat(bucket.take()).isFalse();
  }

  private static void shareOut(List<TokenBucket> buckets, RateLimit limit, int tasks, int turn) {
    int left = tasks;
    for (int i = 0; i < buckets.size(); i++) {
      boolean last = i == buckets.size() - 1;
      int open = last ? left : Math.min(left, 1 + (turn + i) % 2);
      left -= open;
      buckets.get(i).set(limit, new Share(open, tasks));
    }
  }

  @Property(tries = 200)
  void theShares_addUpToTheLimit(
      @ForAll("limits") RateLimit limit, @ForAll @IntRange(min = 1, max = 8) int instances) {
    List<TokenBucket> buckets = new ArrayList<>();
    for (int i = 0; i < instances; i++) {
      TokenBucket bucket = new TokenBucket(time.clocks().nanoTime());
      bucket.set(limit, new Share(1, instances));
      while (bucket.take()) {
        // emptied
      }
      buckets.add(bucket);
    }
    long begun = 0;
    Duration step = limit.per().dividedBy(limit.events()).dividedBy(50);
    int steps = 20_000;
    for (int i = 0; i < steps; i++) {
      time.pass(step);
      for (TokenBucket bucket : buckets) {
        begun += bucket.take() ? 1 : 0;
      }
    }
    long expected = step.toNanos() * steps * limit.events() / limit.per().toNanos();
    // A token that was due between two steps is late by up to one.
    assertThat(begun).isBetween(expected * 95 / 100 - instances, expected);
  }

  @Property(tries = 300)
  void theEventsOfAKey_beginInTheirOrder_withinTheLimit(
      @ForAll("limits") RateLimit limit,
      @ForAll @Size(min = 2, max = 100) List<@IntRange(max = 1_000) Integer> arrivals) {
    KeyLimit keys = new KeyLimit(limit, time.clocks().nanoTime());
    record Waiting(int number, long dueNanos) {}
    PriorityQueue<Waiting> waiting =
        new PriorityQueue<>(
            Comparator.comparingLong(Waiting::dueNanos).thenComparingInt(Waiting::number));
    List<Integer> order = new ArrayList<>();
    List<Long> begun = new ArrayList<>();
    long at = time.nanos();
    int number = 0;
    for (int pause : arrivals) {
      at += pause * 1_000_000L;
      waiting.add(new Waiting(number++, at));
    }
    for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
      time.pass(Duration.ofNanos(next.dueNanos() - time.nanos()));
      long nanos = keys.take("key", "event-" + next.number());
      if (nanos == 0) {
        order.add(next.number());
        begun.add(time.nanos());
      } else {
        // Whoever lets it come back is late at times.
        long late = next.number() * 37L % 500 * 1_000_000;
        waiting.add(new Waiting(next.number(), time.nanos() + nanos + late));
      }
    }
    assertThat(order).hasSize(arrivals.size());
    if (capacity(limit) == 1) {
      // With more, one that is late has a token kept for it, and others may pass.
      assertThat(order).isSorted();
    }
    assertHolds(begun, limit, capacity(limit));
  }

  @Property(tries = 100)
  void aTokenThatIsGivenBack_isThereAgain(@ForAll("limits") RateLimit limit) {
    KeyLimit keys = new KeyLimit(limit, time.clocks().nanoTime());
    for (int i = 0; i < 100; i++) {
      assertThat(keys.take("key", "event")).isZero();
      keys.giveBack("key");
    }
    assertThat(keys.take("key", "event")).isZero();
  }

  @Property(tries = 1)
  void keysWhoseBucketIsFull_areForgotten() {
    KeyLimit keys = new KeyLimit(RateLimit.parse("1/s"), time.clocks().nanoTime());
    for (int i = 0; i < KeyLimit.KEYS + 1_000; i++) {
      keys.take("key-" + i, "event");
    }
    assertThat(keys.keys()).as("none is full yet").isEqualTo(KeyLimit.KEYS + 1_000);
    assertThat(keys.take("key-0", "next")).isPositive();

    time.pass(Duration.ofSeconds(10));
    keys.take("another", "event");
    assertThat(keys.keys()).isEqualTo(KeyLimit.KEYS);
  }

  @Provide
  Arbitrary<RateLimit> limits() {
    return Arbitraries.of("1/s", "3/s", "7/s", "100/s", "20/h", "30/m", "600/m", "1/m")
        .map(RateLimit::parse);
  }

  private static long capacity(RateLimit limit) {
    return TokenBucket.capacity(limit.events(), limit.per());
  }

  private static void assertHolds(List<Long> begun, RateLimit limit, long capacity) {
    for (int from = 0; from < begun.size(); from++) {
      for (int to = from; to < begun.size(); to++) {
        long nanos = begun.get(to) - begun.get(from);
        assertThat((double) (to - from + 1)).isLessThanOrEqualTo(bound(limit, capacity, nanos));
      }
    }
  }

  private static double bound(RateLimit limit, long capacity, long nanos) {
    return capacity + (double) nanos * limit.events() / limit.per().toNanos() + 1e-6;
  }
}
