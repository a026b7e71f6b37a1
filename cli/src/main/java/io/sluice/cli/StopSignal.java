package io.sluice.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/**
 * SIGTERM and SIGINT as something to wait for. A shutdown hook would not do: after it the JVM ends
 * with 143 or 130 whatever was done, and an orderly stop is to end with 0. Thread-safe.
 */
final class StopSignal {
  private static final int ENDED_BY_SIGINT = 130;

  private final CountDownLatch asked = new CountDownLatch(1);

  private StopSignal() {}

  /** From now on the two signals stop nothing by themselves; the second one ends the process. */
  static StopSignal install() {
    StopSignal stop = new StopSignal();
    for (String name : List.of("TERM", "INT")) {
      Signal.handle(new Signal(name), signal -> stop.ask());
    }
    return stop;
  }

  /** As if the signal had come: for a pipeline that stopped by itself. */
  void ask() {
    if (asked.getCount() == 0) {
      Runtime.getRuntime().halt(ENDED_BY_SIGINT);
    }
    asked.countDown();
  }

  /** Has something done when the signal comes, on a thread of its own. */
  void thenRun(Runnable stopping) {
    Thread listener =
        new Thread(
            () -> {
              try {
                await();
                stopping.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "on-stop-signal");
    listener.setDaemon(true);
    listener.start();
  }

  void await() throws InterruptedException {
    asked.await();
  }

  /** Waits up to {@code max}; true when the signal has come. */
  boolean await(Duration max) throws InterruptedException {
    return asked.await(max.toMillis(), TimeUnit.MILLISECONDS);
  }
}
