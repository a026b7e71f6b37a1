package io.sluice.bench.measure;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** When each of a number of events first arrived somewhere. Thread-safe. */
final class Arrivals {
  private static final long NOT_YET = 0;

  private final AtomicLongArray at;
  private final AtomicInteger arrived = new AtomicInteger();
  private final CountDownLatch first = new CountDownLatch(1);
  private final CountDownLatch all = new CountDownLatch(1);

  Arrivals(int events) {
    at = new AtomicLongArray(events);
  }

  void arrive(long sequence, long now) {
    if (at.compareAndSet(Math.toIntExact(sequence), NOT_YET, now)) {
      first.countDown();
      if (arrived.incrementAndGet() == at.length()) {
        all.countDown();
      }
    }
  }

  long at(int event) {
    return at.get(event);
  }

  int missing() {
    return at.length() - arrived.get();
  }

  boolean awaitFirst(long time, TimeUnit unit) throws InterruptedException {
    return first.await(time, unit);
  }

  boolean awaitAll(long time, TimeUnit unit) throws InterruptedException {
    return all.await(time, unit);
  }

  /** Waits until so many, the first ones, have arrived. */
  boolean awaitCount(int number, long time, TimeUnit unit) throws InterruptedException {
    long deadline = System.nanoTime() + unit.toNanos(time);
    while (arrived.get() < number) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return true;
  }
}
