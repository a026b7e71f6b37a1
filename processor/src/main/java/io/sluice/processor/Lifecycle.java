package io.sluice.processor;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.processor.config.HttpConfig;
import io.sluice.processor.http.Health;
import io.sluice.processor.http.HealthServer;
import io.sluice.processor.http.HealthSource;
import io.sluice.processor.http.HttpStartException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The life of a pipeline or a router in this process: started once, its health and metrics shown by
 * HTTP from before there is anything to show until it is closed. Thread-safe.
 */
final class Lifecycle implements HealthSource, AutoCloseable {
  private final String what;
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable HealthServer http;
  private volatile @Nullable Run run;

  /** What runs from the start to the end. Thread-safe. */
  interface Run extends HealthSource, AutoCloseable {
    /**
     * Returns once it runs.
     *
     * @throws StartException with a message for a person; what was opened is closed by {@link
     *     #close}
     */
    void start();

    /** Why it has stopped by itself; null while it has not. */
    @Nullable String fatal();

    @Override
    void close();
  }

  /**
   * @param what it is, in a word: pipeline
   */
  Lifecycle(String what) {
    this.what = what;
  }

  /**
   * Starts the HTTP server, and then what runs.
   *
   * @param make makes what runs; it is given what to call when it has stopped by itself
   * @throws StartException with a message for a person; nothing is left running
   */
  void start(HttpConfig config, Function<Runnable, Run> make) {
    if (!started.compareAndSet(false, true)) {
      throw new IllegalStateException("a " + what + " can be started once");
    }
    try {
      http = HealthServer.start(config.host(), config.port(), this, meters::scrape);
      Run made = make.apply(stopped::countDown);
      run = made;
      made.start();
    } catch (HttpStartException e) {
      close();
      throw new StartException(String.valueOf(e.getMessage()), e);
    } catch (StartException e) {
      close();
      throw e;
    }
  }

  @Override
  public Health live() {
    Run running = run;
    Health starting = starting(what);
    return running == null ? new Health(true, starting.state(), List.of()) : running.live();
  }

  @Override
  public Health ready() {
    Run running = run;
    return running == null ? starting(what) : running.ready();
  }

  /** Not ready, since it is starting. */
  static Health starting(String what) {
    return new Health(false, "STARTING", List.of("the " + what + " is starting"));
  }

  /** As bound; 0 before the start. */
  int httpPort() {
    HealthServer server = http;
    return server == null ? 0 : server.port();
  }

  PrometheusMeterRegistry meters() {
    return meters;
  }

  void awaitStopped() throws InterruptedException {
    stopped.await();
  }

  @Nullable String failure() {
    Run running = run;
    return running == null ? null : running.fatal();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    Run running = run;
    if (running != null) {
      running.close();
    }
    HealthServer server = http;
    if (server != null) {
      server.close();
    }
    meters.close();
    stopped.countDown();
  }
}
