package io.sluice.processor;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.config.RoutingConfig;
import io.sluice.processor.handler.EventHandler;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.processor.handler.RegisteredHandler;
import io.sluice.processor.http.Health;
import io.sluice.processor.kafka.StreamThreads;
import io.sluice.processor.metrics.MicrometerPipelineMetrics;
import io.sluice.processor.topics.BrokerUnavailableException;
import io.sluice.processor.topics.PipelineTopics;
import io.sluice.processor.topics.RouterTopics;
import io.sluice.processor.topics.TopicException;
import io.sluice.processor.topology.PipelineTopology;
import io.sluice.schema.EventCodec;
import io.sluice.schema.IncompatibleSchemaException;
import io.sluice.schema.TopicNames;
import io.sluice.schema.Upcasters;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs of a pipeline from its start to its end: Kafka Streams and what watches over it. */
final class PipelineRuntime implements Lifecycle.Run {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineRuntime.class);

  private static final Duration LEAST_TO_STOP = Duration.ofSeconds(5);
  private static final Duration BROKER_PATIENCE = Duration.ofSeconds(30);

  private final PipelineConfig config;
  private final HandlerRegistry handlers;
  private final Upcasters upcasters;
  private final MeterRegistry meters;
  private final Runnable whenStopped;
  private final TopicNames names;
  private final MicrometerPipelineMetrics metrics;
  private final LiveTies live;
  private final Engine engine;
  private final Opened opened = new Opened();
  private final WatchedStreams streams;
  private volatile @Nullable String schemaTrouble;

  /** The user's own part of a pipeline. */
  record Code(HandlerRegistry handlers, Upcasters upcasters) {}

  PipelineRuntime(PipelineConfig config, Code code, MeterRegistry meters, Runnable whenStopped) {
    this.config = config;
    this.handlers = code.handlers();
    this.upcasters = code.upcasters();
    this.meters = meters;
    this.whenStopped = whenStopped;
    this.names = new TopicNames(config.pipeline());
    this.metrics = new MicrometerPipelineMetrics(meters, config.pipeline());
    this.streams = new WatchedStreams("pipeline", metrics, opened);
    ClassLoader loader = PipelineRuntime.class.getClassLoader();
    this.live = new LiveTies(config, Clock.systemUTC());
    this.engine =
        new Engine(
            config,
            new PolicyLoader(loader).load(config).limits(),
            live.control(),
            new Engine.Told(live.instance(), metrics));
  }

  @Override
  public void start() {
    Admin admin = connected();
    Map<String, Integer> partitions = new HashMap<>(routerTopics(admin));
    Map<String, Integer> sources = preparedTopics(admin);
    partitions.putAll(sources);
    opened(live)
        .start(BROKER_PATIENCE, new InstanceFacts.Parts(engine, handlers, metrics, streams));
    engine.follow(handlers, Collections.max(sources.values()));
    EventCodec codec = opened(EventCodec.create(RegistrySettings.of(config), upcasters));
    TypeRegistration types = new TypeRegistration(codec, handlers);
    boolean registered = registerAtStart(types, codec);
    engine.bind(meters, handlers);
    streams.start(made(codec, admin, partitions), meters, whenStopped);
    List<String> topics = new ArrayList<>(config.sources());
    topics.add(names.retry());
    RoutingConfig.inside(config, System.getenv()).ifPresent(it -> topics.addAll(it.sources()));
    streams.watch(admin, config.pipeline(), topics, meters);
    if (!registered) {
      opened.every(WatchedStreams.WATCH_EVERY, () -> registerLater(types, codec));
    }
  }

  @Override
  public Health ready() {
    return streams.ready(schemaTrouble, engine.stuck());
  }

  @Override
  public Health live() {
    return streams.live();
  }

  @Override
  public @Nullable String fatal() {
    return streams.fatal();
  }

  @Override
  public void close() {
    long end = System.nanoTime() + config.shutdownGrace().toNanos();
    if (metrics.isRegistryWaiting()) {
      // Else it would wait for the whole grace.
      streams.waitNoMore();
    }
    drain();
    Duration left = Duration.ofNanos(Math.max(LEAST_TO_STOP.toNanos(), end - System.nanoTime()));
    if (!streams.close(config.kafka(), left)) {
      LOG.warn(
          "Pipeline {} did not stop within {}; what was not committed runs again at the next start",
          config.pipeline(),
          config.shutdownGrace());
    }
    engine.close();
    opened.close();
    for (RegisteredHandler<?> handler : handlers.all()) {
      EventHandler<?> closing = handler.handler();
      Opened.closeQuietly(closing);
    }
  }

  /** Handlers that run may end and their outcomes are committed; no other begins. */
  private void drain() {
    try {
      if (!engine.drain(config.shutdownGrace())) {
        LOG.warn(
            "Handlers still run after the shutdown_grace of {}; they are interrupted, and their"
                + " events run again at the next start",
            config.shutdownGrace());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Admin connected() {
    try {
      return opened(PipelineTopics.connect(config));
    } catch (BrokerUnavailableException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  /** How many partitions each source has. */
  private Map<String, Integer> preparedTopics(Admin admin) {
    try {
      return new PipelineTopics(admin, config, BROKER_PATIENCE, Clock.systemUTC()).prepare();
    } catch (TopicException | BrokerUnavailableException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  /** How many partitions each source of the router inside has; nothing where there is none. */
  private Map<String, Integer> routerTopics(Admin admin) {
    try {
      RouterTopics topics =
          new RouterTopics(
              admin,
              config.kafka().getOrDefault(PipelineConfig.BOOTSTRAP_SERVERS, ""),
              BROKER_PATIENCE,
              Clock.systemUTC());
      return RoutingConfig.inside(config, System.getenv()).map(topics::check).orElse(Map.of());
    } catch (TopicException | BrokerUnavailableException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private boolean registerAtStart(TypeRegistration types, EventCodec codec) {
    try {
      boolean done = types.register();
      refuse(done ? types.upcasterFaults() : List.of());
      schemaTrouble = done ? null : "schemas are not registered yet: no schema registry";
      return done;
    } catch (IncompatibleSchemaException e) {
      throw new StartException(RefusedSchema.told(e, codec.registry().toString()), e);
    }
  }

  private static void refuse(List<String> upcasterFaults) {
    if (!upcasterFaults.isEmpty()) {
      throw new StartException(
          String.join("\n", upcasterFaults)
              + "; correct the upcaster's versions, or register that version first",
          null);
    }
  }

  private void registerLater(TypeRegistration types, EventCodec codec) {
    try {
      schemaTrouble = types.register() ? null : "schemas are not registered yet";
    } catch (IncompatibleSchemaException e) {
      schemaTrouble = RefusedSchema.told(e, codec.registry().toString());
    }
  }

  private KafkaStreams made(EventCodec codec, Admin admin, Map<String, Integer> partitions) {
    PipelineTopology.Surroundings surroundings =
        new PipelineTopology.Surroundings(
            codec,
            metrics,
            new Random(),
            engine.crew(),
            new PipelineTopology.Topics(new TopicDirectory(admin, Clock.systemUTC()), partitions),
            streams.waiting());
    Topology topology = Pipeline.topology(config, handlers, surroundings);
    StreamThreads threads = engine.threads();
    Properties settings = StreamsSettings.of(config);
    return threads == null
        ? new KafkaStreams(topology, settings)
        : new KafkaStreams(topology, settings, threads);
  }

  private <C extends AutoCloseable> C opened(C resource) {
    return opened.add(resource);
  }
}
