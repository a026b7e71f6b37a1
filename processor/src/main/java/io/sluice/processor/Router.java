package io.sluice.processor;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.processor.config.HttpConfig;
import io.sluice.processor.config.RouterConfig;
import io.sluice.processor.http.Health;
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
  private final Lifecycle life = new Lifecycle("router");

  private Router(RouterConfig config) {
    this.config = config;
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
    HttpConfig http = config.settings().http();
    life.start(http, whenStopped -> new RouterRuntime(config, life.meters(), whenStopped));
    LOG.info(
        "Router {} reads {}; health and metrics on http://{}:{}",
        config.router(),
        config.routing().sources(),
        http.host(),
        httpPort());
  }

  /** True while events are routed: stream threads run, broker and registry answer. */
  public boolean isReady() {
    return health().up();
  }

  /** Why it is ready or not. */
  public Health health() {
    return life.ready();
  }

  /** The port of health and metrics as bound; 0 before the start. */
  public int httpPort() {
    return life.httpPort();
  }

  /** The router's metrics, for a service that runs it inside its own process. */
  public PrometheusMeterRegistry meters() {
    return life.meters();
  }

  /** Waits until the router has stopped: closed, or failed for good. */
  public void awaitStopped() throws InterruptedException {
    life.awaitStopped();
  }

  /** Why the router stopped by itself; null while it has not. */
  public @Nullable String failure() {
    return life.failure();
  }

  /** Commits what is routed, and stops; within the grace time. */
  @Override
  public void close() {
    life.close();
  }
}
