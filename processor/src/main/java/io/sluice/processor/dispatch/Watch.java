package io.sluice.processor.dispatch;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after attempts that run long: ends those beyond their time limit, and tells of those that
 * seem stuck, each once. Looks every few milliseconds at what runs, which costs an attempt nothing;
 * so a limit is kept to a twentieth of itself, or 10 ms.
 */
public final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final long SHORTEST_MS = 10;
  private static final long LONGEST_MS = 1_000;
  private static final int FRAMES = 12;

  private final Workers workers;
  private final Limits limits;
  private final ScheduledExecutorService timer;

  /**
   * What is long.
   *
   * @param limitOf the time limit of a handler, by its pattern of types; null: none
   * @param shortest the shortest of all these limits; null when there is none
   * @param stuckAfter how long an attempt runs before it is told of
   */
  public record Limits(
      Function<String, @Nullable Duration> limitOf,
      @Nullable Duration shortest,
      Duration stuckAfter) {}

  /** Looks from now on. */
  public Watch(Workers workers, Limits limits) {
    this.workers = workers;
    this.limits = limits;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "sluice-watch");
              thread.setDaemon(true);
              return thread;
            });
    long everyMs = everyMs(limits);
    var unused =
        timer.scheduleWithFixedDelay(this::lookSafely, everyMs, everyMs, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** One look, for whoever has the clock in hand. */
  public void look() {
    long now = workers.clocks().nanoTime().getAsLong();
    workers.forEachRunning(attempt -> look(attempt, now));
  }

  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.warn("The watch over running handlers failed once; it goes on", e);
    }
  }

  private void look(Attempt<?> attempt, long nowNanos) {
    Duration ran = attempt.runningFor(nowNanos);
    Duration limit = limits.limitOf().apply(attempt.work().handler().name());
    if (limit != null && ran.compareTo(limit) > 0 && !attempt.isEnded()) {
      attempt.exceeded(limit);
    }
    if (ran.compareTo(limits.stuckAfter()) > 0 && attempt.isFirstTold()) {
      tell(Workers.told(attempt, nowNanos), attempt.where());
    }
  }

  private static void tell(Workers.Running running, StackTraceElement[] where) {
    StringBuilder trace = new StringBuilder();
    for (int i = 0; i < Math.min(FRAMES, where.length); i++) {
      trace.append(System.lineSeparator()).append("\tat ").append(where[i]);
    }
    LOG.warn(
        "The handler of {} has been running for {} s with event {} (key {}){}; later events of this"
            + " key wait for it, all others go on. Give it a time_limit to have it interrupted.{}",
        running.type(),
        running.ran().toSeconds(),
        running.id(),
        running.key(),
        running.abandoned() ? ", though its time limit is over" : "",
        trace);
  }

  private static long everyMs(Limits limits) {
    Duration stuck = limits.stuckAfter();
    Duration shortest = limits.shortest();
    Duration least = shortest == null || stuck.compareTo(shortest) < 0 ? stuck : shortest;
    return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, least.toMillis() / 20));
  }
}
