package io.sluice.bench.measure;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which events were handled, a bit each: in a soak they are many, and the heap small. Thread-safe.
 */
final class SeenEvents {
  private static final long PAUSE_MS = 5;

  private final AtomicLongArray bits;
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong again = new AtomicLong();

  SeenEvents(int most) {
    bits = new AtomicLongArray(most / Long.SIZE + 1);
  }

  void add(long sequence) {
    int word = Math.toIntExact(sequence / Long.SIZE);
    long bit = 1L << (sequence % Long.SIZE);
    long before = bits.getAndUpdate(word, all -> all | bit);
    if ((before & bit) == 0) {
      count.incrementAndGet();
    } else {
      again.incrementAndGet();
    }
  }

  /** How many different ones. */
  long count() {
    return count.get();
  }

  /** How often one came that had been there. */
  long again() {
    return again.get();
  }

  boolean awaitCount(long number, long time, TimeUnit unit) throws InterruptedException {
    long deadline = System.nanoTime() + unit.toNanos(time);
    while (count.get() < number) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    }
    return true;
  }
}
