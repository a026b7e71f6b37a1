package io.sluice.processor;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.config.RoutingConfig;
import io.sluice.processor.control.Control;
import io.sluice.processor.dispatch.Doorkeeper;
import io.sluice.processor.dispatch.Workers;
import io.sluice.processor.guard.Guards;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.processor.http.Health;
import io.sluice.processor.metrics.PipelineMetrics;
import io.sluice.processor.topology.PipelineTopology;
import io.sluice.processor.topology.RouterTopology;
import io.sluice.schema.TopicNames;
import io.sluice.schema.Upcasters;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running pipeline: reads events from its sources, runs their handlers, retries, dead-letters,
 * tells every outcome on its status topic, and shows its health and metrics by HTTP.
 *
 * <p>Exactly-once for everything inside Kafka; effects of handlers outside Kafka happen at least
 * once. Several instances with one configuration share the partitions among them. Thread-safe; can
 * be started once.
 */
public final class Pipeline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  private final PipelineConfig config;
  private final HandlerRegistry handlers;
  private final Upcasters upcasters;
  private final Lifecycle life = new Lifecycle("pipeline");

  private Pipeline(PipelineConfig config, HandlerRegistry handlers, Upcasters upcasters) {
    this.config = config;
    this.handlers = handlers;
    this.upcasters = upcasters;
  }

  /**
   * A pipeline, not yet started, with handlers registered in code, and the upcasters that {@link
   * java.util.ServiceLoader} finds.
   *
   * @throws io.sluice.processor.config.ConfigException when an upcaster cannot be used
   */
  public static Pipeline create(PipelineConfig config, HandlerRegistry handlers) {
    ClassLoader loader = Pipeline.class.getClassLoader();
    return create(config, handlers, new HandlerLoader(loader).upcasters());
  }

  /**
   * A pipeline, not yet started, with handlers and upcasters registered in code.
   *
   * @throws io.sluice.processor.config.ConfigException when it names a {@code routing.yaml} that
   *     has mistakes
   */
  public static Pipeline create(
      PipelineConfig config, HandlerRegistry handlers, Upcasters upcasters) {
    // Mistakes in the file of its router are the configuration's, and told like them.
    RoutingConfig.inside(config, System.getenv());
    return new Pipeline(config, handlers, upcasters);
  }

  /**
   * A pipeline, not yet started, with the handlers that its configuration names, and all upcasters,
   * found by {@link java.util.ServiceLoader}.
   *
   * @throws io.sluice.processor.config.ConfigException when a handler is not to be found, its
   *     settings are wrong, or an upcaster cannot be used
   */
  public static Pipeline create(PipelineConfig config) {
    ClassLoader loader = Pipeline.class.getClassLoader();
    return create(config, new HandlerLoader(loader).load(config));
  }

  /** The topology of a pipeline, for a test driver to run. */
  public static Topology topology(
      PipelineConfig config, HandlerRegistry handlers, PipelineTopology.Surroundings surroundings) {
    ClassLoader loader = Pipeline.class.getClassLoader();
    PipelineTopology.Plan plan =
        new PipelineTopology.Plan(
            new TopicNames(config.pipeline()),
            config.sources(),
            config.publishTo().isEmpty() ? config.sources().get(0) : config.publishTo(),
            handlers,
            new PolicyLoader(loader).load(config));
    Topology topology = PipelineTopology.of(plan, surroundings);
    RoutingConfig.inside(config, System.getenv())
        .ifPresent(
            routing ->
                RouterTopology.addTo(
                    topology,
                    new RouterTopology.Plan(plan.names(), routing.sources(), routing.table()),
                    RouterTopology.Surroundings.of(surroundings)));
    return topology;
  }

  /**
   * What decides when a pipeline's attempts begin, for a test driver to run with.
   *
   * @param control what is said to it while it runs
   */
  public static Doorkeeper doorkeeper(
      PipelineConfig config, Control control, Workers.Clocks clocks, PipelineMetrics metrics) {
    return Guards.following(GuardLoader.load(config), control, clocks, "alone", metrics);
  }

  /**
   * Checks the sources, makes the pipeline's own topics, registers the handlers' schemas, and
   * starts to process; returns as soon as the stream threads are started.
   *
   * @throws StartException with a message for a person; nothing is left running
   */
  public void start() {
    life.start(
        config.http(),
        whenStopped ->
            new PipelineRuntime(
                config, new PipelineRuntime.Code(handlers, upcasters), life.meters(), whenStopped));
    LOG.info(
        "Pipeline {} reads {}; health and metrics on http://{}:{}",
        config.pipeline(),
        config.sources(),
        config.http().host(),
        httpPort());
  }

  /** True while events are processed: stream threads run, broker and registry answer. */
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

  /** The pipeline's metrics, for a service that runs it inside its own process. */
  public PrometheusMeterRegistry meters() {
    return life.meters();
  }

  /** Waits until the pipeline has stopped: closed, or failed for good. */
  public void awaitStopped() throws InterruptedException {
    life.awaitStopped();
  }

  /** Why the pipeline stopped by itself; null while it has not. */
  public @Nullable String failure() {
    return life.failure();
  }

  /** Takes no more events, finishes those in hand, commits, and stops; within the grace time. */
  @Override
  public void close() {
    life.close();
  }
}
