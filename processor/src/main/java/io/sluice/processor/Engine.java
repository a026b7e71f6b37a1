package io.sluice.processor;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.processor.config.EngineConfig;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.control.Control;
import io.sluice.processor.dispatch.HandlerThreads;
import io.sluice.processor.dispatch.InFlight;
import io.sluice.processor.dispatch.Watch;
import io.sluice.processor.dispatch.WorkerPool;
import io.sluice.processor.dispatch.Workers;
import io.sluice.processor.guard.GuardView;
import io.sluice.processor.guard.Guards;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.processor.handler.RegisteredHandler;
import io.sluice.processor.kafka.StreamThreads;
import io.sluice.processor.metrics.PipelineMetrics;
import io.sluice.processor.policy.Limits;
import io.sluice.processor.topology.PipelineTopology;
import io.sluice.schema.TopicNames;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one pipeline instance: those that run handlers, the watch over them, and the one
 * over Kafka Streams' own. Thread-safe.
 */
final class Engine implements AutoCloseable {
  private static final long LOOK_AGAIN_MS = 10;

  private final PipelineConfig config;
  private final Control control;
  private final Guards guards;
  private final @Nullable WorkerPool pool;
  private final Workers workers;
  private final Watch watch;
  private final InFlight inFlight;
  private final @Nullable StreamThreads threads;

  /**
   * Whose engine it is.
   *
   * @param instance this instance's name
   * @param metrics what the operator sees
   */
  record Told(String instance, PipelineMetrics metrics) {}

  /**
   * @param told this instance's name, and who is told of it
   * @param control what operators, and other instances, say to this one while it runs
   */
  Engine(PipelineConfig config, Limits limits, Control control, Told told) {
    this.config = config;
    this.control = control;
    InstantSource wall = InstantSource.system();
    Workers.Clocks clocks = new Workers.Clocks(wall, System::nanoTime);
    this.guards =
        Guards.following(
            GuardLoader.load(config), control, clocks, told.instance(), told.metrics());
    boolean inline = config.engine().dispatch() == EngineConfig.Dispatch.INLINE;
    if (inline) {
      this.pool = null;
      this.workers = Workers.onCaller(clocks, guards);
    } else {
      WorkerPool made =
          new WorkerPool(limits.concurrency(), HandlerThreads.best(), System::nanoTime);
      this.pool = made;
      this.workers =
          new Workers(made, clocks, limits.concurrencyByHandler(), limits.concurrency(), guards);
      made.whenThreadEnds(workers::leave);
    }
    this.watch =
        new Watch(
            workers,
            new Watch.Limits(
                limits::timeLimitOf, limits.shortestTimeLimit(), config.engine().stuckAfter()));
    this.inFlight = new InFlight(limits.maxInFlight(), limits.maxInFlightBytes());
    // Handlers on the stream thread are done before it comes by again: there is nobody to wait for.
    this.threads =
        inline || isStreamsProtocol(config)
            ? null
            : new StreamThreads(wall, new TopicNames(config.pipeline()));
  }

  /** Whoever the topology hands events to. */
  PipelineTopology.Crew crew() {
    return new PipelineTopology.Crew(workers, inFlight, threads, false);
  }

  /** What is guarded, and how it stands. */
  List<GuardView> guards() {
    return guards.views();
  }

  /**
   * Begins to carry out what is said of attempts.
   *
   * @param allTasks how many tasks the pipeline has, in all instances together
   */
  void follow(HandlerRegistry handlers, int allTasks) {
    guards.allTasks(allTasks);
    control.follow(new ControlLog());
    // Inline, whoever interrupts a handler would have to run the next one of its key.
    control.follow(new LiveLimits(workers, handlers, pool != null));
  }

  /** What holds for this instance by what was said to it. */
  Control control() {
    return control;
  }

  /** What runs now. */
  List<Workers.Running> running() {
    return workers.running();
  }

  /** How much is in flight. */
  InFlight inFlight() {
    return inFlight;
  }

  /** What makes the clients of Kafka Streams; null: Kafka Streams itself. */
  @Nullable StreamThreads threads() {
    return threads;
  }

  /** Registers what is in flight, what runs, and what is stuck, by handler. */
  void bind(MeterRegistry meters, HandlerRegistry handlers) {
    Gauge.builder("sluice.in.flight.events", inFlight, InFlight::events)
        .description("Events handed to handlers, or waiting for one, and not settled yet")
        .tag("pipeline", config.pipeline())
        .register(meters);
    Gauge.builder("sluice.in.flight.bytes", inFlight, InFlight::bytes)
        .description("Keys and values of the events in flight")
        .baseUnit("bytes")
        .tag("pipeline", config.pipeline())
        .register(meters);
    for (RegisteredHandler<?> handler : handlers.all()) {
      String type = handler.name();
      Gauge.builder("sluice.handlers.running", () -> count(type, Duration.ZERO))
          .description("Attempts that run now")
          .tags("pipeline", config.pipeline(), "type", type)
          .register(meters);
      Gauge.builder("sluice.handlers.stuck", () -> count(type, config.engine().stuckAfter()))
          .description("Attempts that have been running for longer than stuck_after")
          .tags("pipeline", config.pipeline(), "type", type)
          .register(meters);
    }
  }

  /** What seems stuck, a sentence for each type. */
  List<String> stuck() {
    Map<String, List<Workers.Running>> byType =
        workers.running().stream()
            .filter(it -> it.ran().compareTo(config.engine().stuckAfter()) > 0)
            .collect(Collectors.groupingBy(Workers.Running::type));
    return byType.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(Engine::told).toList();
  }

  /**
   * Begins no attempt any more, and waits for those that run and for their outcomes to be taken in.
   *
   * @return false if some still run when the time is over
   */
  boolean drain(Duration most) throws InterruptedException {
    workers.stop();
    long end = System.nanoTime() + most.toNanos();
    while (!workers.isQuiet()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      Thread.sleep(LOOK_AGAIN_MS);
    }
    return true;
  }

  @Override
  public void close() {
    watch.close();
    workers.stop();
    if (pool != null) {
      pool.close();
    }
  }

  private long count(String handler, Duration longerThan) {
    return workers.running().stream()
        .filter(it -> it.handler().equals(handler) && it.ran().compareTo(longerThan) > 0)
        .count();
  }

  private static String told(Map.Entry<String, List<Workers.Running>> entry) {
    Workers.Running first = entry.getValue().get(0);
    return entry.getValue().size()
        + " of "
        + entry.getKey()
        + " seem stuck, among them event "
        + first.id()
        + " (key "
        + first.key()
        + ") for "
        + first.ran().toSeconds()
        + " s";
  }

  private static boolean isStreamsProtocol(PipelineConfig config) {
    return "streams".equalsIgnoreCase(config.kafka().get("group.protocol"));
  }
}
