package io.sluice.processor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened, and timers that were started; closed together, the last first. Thread-safe. */
final class Opened implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

  private final List<AutoCloseable> all = new CopyOnWriteArrayList<>();

  <C extends AutoCloseable> C add(C resource) {
    all.add(resource);
    return resource;
  }

  /** Has something done at once and then again and again, on a thread of its own. */
  void every(Duration pause, Runnable task) {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "sluice-watch");
              thread.setDaemon(true);
              return thread;
            });
    ScheduledFuture<?> watching =
        timer.scheduleWithFixedDelay(
            () -> guarded(task, pause), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    add(
        () -> {
          watching.cancel(true);
          timer.shutdownNow();
        });
  }

  @Override
  public void close() {
    for (int i = all.size() - 1; i >= 0; i--) {
      closeQuietly(all.get(i));
    }
  }

  static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      LOG.warn("Cannot close {}", resource, e);
    }
  }

  /** A timer whose task throws never runs again, and nobody is told. */
  private static void guarded(Runnable task, Duration pause) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.warn("A watch failed and is tried again in {}", pause, e);
    }
  }
}
