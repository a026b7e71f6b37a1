package io.sluice.bench.workload;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many events may be published by now: as many as the rate makes, in small portions, but never
 * so many more than were handled that the broker would remove some unread. Not thread-safe.
 */
final class Pace {
  /** A portion's time. */
  static final Duration SLICE = Duration.ofMillis(10);

  /** Ten seconds' worth at 20,000 events/s: 80 MB, even if all were on one partition. */
  static final int MOST_UNHANDLED = 200_000;

  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final int eventsPerSecond;
  private final LongSupplier nanoTime;
  private long begin;

  Pace(int eventsPerSecond, LongSupplier nanoTime) {
    this.eventsPerSecond = eventsPerSecond;
    this.nanoTime = nanoTime;
  }

  void begin() {
    begin = nanoTime.getAsLong();
  }

  boolean isOver(Duration time) {
    return elapsed() >= time.toNanos();
  }

  /**
   * Up to which count may be published.
   *
   * @param sent so many were
   * @param handled so many are done with, as far as is known
   */
  int allowed(int sent, long handled) {
    double byRate = elapsed() / NANOS * eventsPerSecond;
    double most = Math.min(byRate, (double) handled + MOST_UNHANDLED);
    // What was missed while the contestant was behind is made up for a second at most.
    return (int) Math.max(sent, Math.min(most, (double) sent + eventsPerSecond));
  }

  private long elapsed() {
    return nanoTime.getAsLong() - begin;
  }
}
