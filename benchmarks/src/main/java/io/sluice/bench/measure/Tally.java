package io.sluice.bench.measure;

import io.sluice.bench.topic.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Counts what a contestant's handler is given, and takes the times.
 *
 * <p>The clock of the rate starts when as many events are done as there are to warm up with, and
 * ends when all are; so neither the start of the process nor the joining of the group counts. The
 * clock of the duration starts when the first event that is not for warming up is begun.
 * Thread-safe.
 */
final class Tally {
  private static final long NOT_YET = Long.MIN_VALUE;

  private final Input input;
  private final Task task;
  private final LongSupplier nanoTime;
  private final int counted;
  private final int countedWarmUp;
  private final AtomicIntegerArray attempts;
  private final AtomicIntegerArray done;
  private final AtomicInteger allDone = new AtomicInteger();
  private final AtomicInteger countedDone = new AtomicInteger();
  private final AtomicInteger outOfOrder = new AtomicInteger();
  private final AtomicLong firstBegun = new AtomicLong(NOT_YET);
  private final AtomicLong warm = new AtomicLong(NOT_YET);
  private final AtomicLong countedEnd = new AtomicLong(NOT_YET);
  private final AtomicLong end = new AtomicLong(NOT_YET);
  private final CountDownLatch warmed = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);

  Tally(Input input, Task task, LongSupplier nanoTime) {
    this.input = input;
    this.task = task;
    this.nanoTime = nanoTime;
    this.attempts = new AtomicIntegerArray(input.events());
    this.done = new AtomicIntegerArray(input.events());
    this.counted = countUpTo(input.events());
    this.countedWarmUp = countUpTo(input.warmUp());
  }

  /** What the contestant's handler is to be. */
  void handle(long sequence) throws Exception {
    int attempt = begin(sequence);
    task.run(input, sequence, attempt);
    finish(sequence);
  }

  int begin(long sequence) {
    int event = Math.toIntExact(sequence);
    int attempt = attempts.incrementAndGet(event);
    if (event >= input.warmUp() && firstBegun.get() == NOT_YET) {
      firstBegun.compareAndSet(NOT_YET, nanoTime.getAsLong());
    }
    if (countedWarmUp == 0 && warm.get() == NOT_YET) {
      warm.compareAndSet(NOT_YET, nanoTime.getAsLong());
      warmed.countDown();
    }
    int before = input.keys() == 0 ? -1 : event - input.keys();
    if (before >= 0 && done.get(before) == 0) {
      outOfOrder.incrementAndGet();
    }
    return attempt;
  }

  void finish(long sequence) {
    if (done.getAndIncrement((int) sequence) > 0) {
      return;
    }
    if (task.counts(input, sequence)) {
      int number = countedDone.incrementAndGet();
      if (number == countedWarmUp) {
        warm.set(nanoTime.getAsLong());
        warmed.countDown();
      }
      if (number == counted) {
        countedEnd.set(nanoTime.getAsLong());
      }
    }
    if (allDone.incrementAndGet() == input.events()) {
      end.set(nanoTime.getAsLong());
      finished.countDown();
    }
  }

  /** Waits until what there is to warm up with is done. */
  boolean awaitWarm(long limit, TimeUnit unit) throws InterruptedException {
    return warmed.await(limit, unit);
  }

  boolean awaitAll(long limit, TimeUnit unit) throws InterruptedException {
    return finished.await(limit, unit);
  }

  int handled() {
    return allDone.get();
  }

  /** Counted events a second, without those to warm up with. */
  double rate() {
    return (counted - countedWarmUp) / seconds(warm, countedEnd);
  }

  /** From the first measured event's start to the end of the last one. */
  double seconds() {
    return seconds(firstBegun, end);
  }

  /** How often an event was begun before the one before it, of the same key, was done. */
  int outOfOrder() {
    return outOfOrder.get();
  }

  List<String> problems() {
    List<String> problems = new ArrayList<>();
    int missing = input.events() - allDone.get();
    if (missing > 0) {
      problems.add(missing + " of " + input.events() + " events were never handled to the end");
    }
    return problems;
  }

  private int countUpTo(int events) {
    int number = 0;
    for (int i = 0; i < events; i++) {
      if (task.counts(input, i)) {
        number++;
      }
    }
    return number;
  }

  private static double seconds(AtomicLong from, AtomicLong to) {
    return (to.get() - from.get()) / 1e9;
  }
}
