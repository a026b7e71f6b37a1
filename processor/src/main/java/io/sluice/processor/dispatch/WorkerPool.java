package io.sluice.processor.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads for handlers: as many as work asks for, up to a limit, and no more awake than it needs.
 * Thread-safe.
 *
 * <p>A {@code ThreadPoolExecutor} starts a thread for each task until it has them all, and wakes
 * one for each after that: with handlers that return at once, waking costs far more than the work.
 * Here at most one thread at a time is awake and looking for work; one that finds some and sees
 * more wakes the next. So handlers that wait soon have a thread each, and handlers that do not
 * share a few that never sleep. (The rule is that of Go's scheduler and of Tokio's.)
 */
public final class WorkerPool implements Workers.Launcher, AutoCloseable {
  private static final long KEEP_ALIVE_NANOS = Duration.ofSeconds(30).toNanos();
  private static final int LOOKS_BEFORE_SLEEP = 128;
  private static final int LEAST_AHEAD = 128;

  private final int most;
  private final ThreadFactory threads;
  private final LongSupplier nanoTime;
  private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedDeque<Bed> beds = new ConcurrentLinkedDeque<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger started = new AtomicInteger();
  private final AtomicInteger looking = new AtomicInteger();
  private final Set<Thread> alive = ConcurrentHashMap.newKeySet();
  private volatile Runnable whenThreadEnds = () -> {};
  private volatile boolean closed;

  /** Where one thread sleeps, once. */
  private static final class Bed extends AtomicInteger {
    private static final long serialVersionUID = 1L;
    private static final int ASLEEP = 0;
    private static final int CALLED = 1;
    private static final int LEFT = 2;
    private final transient Thread thread = Thread.currentThread();

    boolean call() {
      return compareAndSet(ASLEEP, CALLED);
    }

    boolean leave() {
      return compareAndSet(ASLEEP, LEFT);
    }

    boolean isCalled() {
      return get() == CALLED;
    }
  }

  /**
   * An empty pool.
   *
   * @param most how many threads at the most; at least 1
   * @param threads makes them; daemon threads, since a handler that never returns must not keep the
   *     process alive
   * @param nanoTime a monotonic clock, ns
   */
  public WorkerPool(int most, ThreadFactory threads, LongSupplier nanoTime) {
    this.most = most;
    this.threads = threads;
    this.nanoTime = nanoTime;
  }

  /** What each thread does last. */
  public void whenThreadEnds(Runnable action) {
    whenThreadEnds = action;
  }

  @Override
  public void start(List<? extends Runnable> lanes) {
    waiting.addAndGet(lanes.size());
    for (Runnable lane : lanes) {
      ready.add(lane);
    }
    callOne();
  }

  /**
   * Enough lanes wait for all threads to go on with, once they are done. More would only wait
   * longer, and what waits at a commit must be kept by it.
   */
  @Override
  public boolean isBehind() {
    return waiting.get() > Math.max(LEAST_AHEAD, most / 4);
  }

  @Override
  public int most() {
    return most;
  }

  /** Interrupts what still runs; idle threads end. */
  @Override
  public void close() {
    closed = true;
    for (Bed bed = beds.poll(); bed != null; bed = beds.poll()) {
      if (bed.call()) {
        LockSupport.unpark(bed.thread);
      }
    }
    alive.forEach(Thread::interrupt);
  }

  private void callOne() {
    if (closed || !looking.compareAndSet(0, 1)) {
      return;
    }
    for (Bed bed = beds.poll(); bed != null; bed = beds.poll()) {
      if (bed.call()) {
        LockSupport.unpark(bed.thread);
        return;
      }
    }
    if (started.get() < most) {
      started.incrementAndGet();
      Thread thread = threads.newThread(this::work);
      alive.add(thread);
      thread.start();
    } else {
      looking.set(0);
    }
  }

  private void work() {
    boolean mayLook = true;
    try {
      while (!closed) {
        Runnable lane = mayLook ? look() : ready.poll();
        if (mayLook) {
          looking.set(0);
          mayLook = false;
        }
        if (lane != null) {
          waiting.decrementAndGet();
          if (!ready.isEmpty()) {
            callOne();
          }
          lane.run();
        } else if (sleep()) {
          mayLook = true;
        } else if (ready.isEmpty()) {
          return;
        }
      }
    } finally {
      started.decrementAndGet();
      alive.remove(Thread.currentThread());
      whenThreadEnds.run();
      if (mayLook) {
        looking.set(0);
      }
      if (!ready.isEmpty()) {
        callOne();
      }
    }
  }

  /** Sleeping and waking cost more than a few looks. */
  private @Nullable Runnable look() {
    for (int i = 0; i < LOOKS_BEFORE_SLEEP; i++) {
      Runnable lane = ready.poll();
      if (lane != null) {
        return lane;
      }
      Thread.onSpinWait();
    }
    return null;
  }

  /** True if it was called, and is to look for work; false if it woke by itself. */
  private boolean sleep() {
    Bed bed = new Bed();
    beds.push(bed);
    // Only now: work that came before this look finds nobody asleep, and calls nobody.
    if (!ready.isEmpty() && bed.leave()) {
      return false;
    }
    long wokenAt = nanoTime.getAsLong() + KEEP_ALIVE_NANOS;
    while (!bed.isCalled()) {
      long left = wokenAt - nanoTime.getAsLong();
      if (left <= 0 && bed.leave()) {
        return false;
      }
      LockSupport.parkNanos(this, Math.max(1, left));
      // An interrupt makes parking return at once; here it means nothing but the end.
      if (Thread.interrupted() && closed) {
        return false;
      }
    }
    return true;
  }
}
