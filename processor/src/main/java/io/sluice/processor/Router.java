package io.sluice.processor;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.processor.config.RouterConfig;
import io.sluice.processor.http.Health;
import io.sluice.processor.http.HealthServer;
import io.sluice.processor.http.HealthSource;
import io.sluice.processor.http.HttpStartException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running router: reads events from its sources, and sends each to the topics that the bindings
 * lead its type to. Exactly-once; an event that leads nowhere is a dead letter. Several instances
 * with one configuration share the partitions among them. Thread-safe; can be started once.
 */
public final class Router implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private final RouterConfig config;
  private final PrometheusMeterRegistry meters;
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable HealthServer http;
  private volatile @Nullable RouterRuntime runtime;

  private Router(RouterConfig config) {
    this.config = config;
    this.meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  }

  /** A router, not yet started. */
  public static Router create(RouterConfig config) {
    return new Router(config);
  }

  /**
   * Checks that every source and destination is there, makes the topic of its dead letters, and
   * starts to route; returns as soon as the stream threads are started.
   *
   * @throws StartException with a message for a person; nothing is left running
   */
  public void start() {
    if (!started.compareAndSet(false, true)) {
      throw new IllegalStateException("a router can be started once");
    }
    try {
      http =
          HealthServer.start(
              config.settings().http().host(),
              config.settings().http().port(),
              new WhenStarted(),
              meters::scrape);
      RouterRuntime running = new RouterRuntime(config, meters, stopped::countDown);
      runtime = running;
      running.start();
      LOG.info(
          "Router {} reads {}; health and metrics on http://{}:{}",
          config.router(),
          config.routing().sources(),
          config.settings().http().host(),
          httpPort());
    } catch (HttpStartException e) {
      close();
      throw new StartException(String.valueOf(e.getMessage()), e);
    } catch (StartException e) {
      close();
      throw e;
    }
  }

  /** True while events are routed: stream threads run, broker and registry answer. */
  public boolean isReady() {
    return health().up();
  }

  /** Why it is ready or not. */
  public Health health() {
    RouterRuntime running = runtime;
    return running == null ? RouterRuntime.STARTING : running.ready();
  }

  /** The port of health and metrics as bound; 0 before the start. */
  public int httpPort() {
    HealthServer server = http;
    return server == null ? 0 : server.port();
  }

  /** The router's metrics, for a service that runs it inside its own process. */
  public PrometheusMeterRegistry meters() {
    return meters;
  }

  /** Waits until the router has stopped: closed, or failed for good. */
  public void awaitStopped() throws InterruptedException {
    stopped.await();
  }

  /** Why the router stopped by itself; null while it has not. */
  public @Nullable String failure() {
    RouterRuntime running = runtime;
    return running == null ? null : running.fatal();
  }

  /** Commits what is routed, and stops; within the grace time. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    RouterRuntime running = runtime;
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

  /** Answers from the first moment on: alive, and not ready before there is a runtime. */
  private final class WhenStarted implements HealthSource {
    @Override
    public Health live() {
      RouterRuntime running = runtime;
      return running == null
          ? new Health(true, RouterRuntime.STARTING.state(), List.of())
          : running.live();
    }

    @Override
    public Health ready() {
      return health();
    }
  }
}
