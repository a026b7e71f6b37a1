package io.sluice.processor;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
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
import io.sluice.processor.topics.QueueSizes;
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
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs of a pipeline from its start to its end: Kafka Streams and what watches over it. */
final class PipelineRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineRuntime.class);

  static final Health STARTING = new Health(false, "STARTING", List.of("the pipeline is starting"));

  private static final Duration WATCH_EVERY = Duration.ofSeconds(5);
  private static final Duration LEAST_TO_STOP = Duration.ofSeconds(5);
  private static final Duration BROKER_PATIENCE = Duration.ofSeconds(30);

  private final PipelineConfig config;
  private final HandlerRegistry handlers;
  private final Upcasters upcasters;
  private final MeterRegistry meters;
  private final Runnable whenStopped;
  private final TopicNames names;
  private final MicrometerPipelineMetrics metrics;
  private final ThreadReplacement replacement = new ThreadReplacement(Clock.systemUTC());
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final LiveTies live;
  private final Engine engine;
  private final Opened opened = new Opened();
  private volatile @Nullable KafkaStreams streams;
  private volatile @Nullable BrokerWatch watch;
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
    ClassLoader loader = PipelineRuntime.class.getClassLoader();
    this.live = new LiveTies(config, Clock.systemUTC());
    this.engine =
        new Engine(
            config,
            new PolicyLoader(loader).load(config).limits(),
            live.control(),
            new Engine.Told(live.instance(), metrics));
  }

  void start() {
    Admin admin = connected();
    Map<String, Integer> partitions = new HashMap<>(routerTopics(admin));
    Map<String, Integer> sources = preparedTopics(admin);
    partitions.putAll(sources);
    opened(live).start(BROKER_PATIENCE, new InstanceFacts.Parts(engine, handlers, metrics, view()));
    engine.follow(handlers, Collections.max(sources.values()));
    EventCodec codec = opened(EventCodec.create(RegistrySettings.of(config), upcasters));
    TypeRegistration types = new TypeRegistration(codec, handlers);
    boolean registered = registerAtStart(types, codec);
    KafkaStreams started = startStreams(codec, admin, partitions);
    streams = started;
    BrokerWatch watching =
        new BrokerWatch(
            new QueueSizes(admin, config.pipeline(), WATCH_EVERY),
            () -> RunningStreams.partitions(started),
            Clock.systemUTC());
    List<String> topics = new ArrayList<>(config.sources());
    topics.add(names.retry());
    RoutingConfig.inside(config, System.getenv()).ifPresent(it -> topics.addAll(it.sources()));
    watching.bind(meters, config.pipeline(), topics);
    watch = watching;
    every(watching::ask);
    if (!registered) {
      every(() -> registerLater(types, codec));
    }
  }

  Health ready() {
    KafkaStreams running = streams;
    BrokerWatch watching = watch;
    if (running == null || watching == null) {
      return STARTING;
    }
    List<String> reasons = new ArrayList<>();
    addIfTold(reasons, replacement.fatal());
    addIfTold(reasons, watching.trouble());
    addIfTold(reasons, schemaTrouble);
    if (metrics.isRegistryWaiting()) {
      reasons.add("waiting for the schema registry");
    }
    KafkaStreams.State state = running.state();
    if (state != KafkaStreams.State.RUNNING) {
      reasons.add("stream threads are " + state);
    }
    return new Health(reasons.isEmpty(), state.name(), reasons, engine.stuck());
  }

  /** Down only when nothing but a restart can help. */
  Health live() {
    String fatal = replacement.fatal();
    KafkaStreams running = streams;
    String state = running == null ? "STARTING" : running.state().name();
    return new Health(fatal == null, state, fatal == null ? List.of() : List.of(fatal));
  }

  @Nullable String fatal() {
    return replacement.fatal();
  }

  @Override
  public void close() {
    long end = System.nanoTime() + config.shutdownGrace().toNanos();
    if (metrics.isRegistryWaiting()) {
      // What waits for the registry would wait for the whole grace; it is read again instead.
      stopping.countDown();
    }
    drain();
    stopping.countDown();
    KafkaStreams running = streams;
    Duration left = Duration.ofNanos(Math.max(LEAST_TO_STOP.toNanos(), end - System.nanoTime()));
    if (running != null && !running.close(RunningStreams.closing(config.kafka(), left))) {
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

  private KafkaStreams startStreams(
      EventCodec codec, Admin admin, Map<String, Integer> partitions) {
    PipelineTopology.Surroundings surroundings =
        new PipelineTopology.Surroundings(
            codec,
            metrics,
            new Random(),
            engine.crew(),
            new PipelineTopology.Topics(new TopicDirectory(admin, Clock.systemUTC()), partitions),
            waiting());
    engine.bind(meters, handlers);
    KafkaStreams made = streams(Pipeline.topology(config, handlers, surroundings));
    made.setUncaughtExceptionHandler(replacement);
    RunningStreams.tell(made, whenStopped);
    KafkaStreamsMetrics streamsMetrics = opened(new KafkaStreamsMetrics(made));
    streamsMetrics.bindTo(meters);
    made.start();
    return made;
  }

  private KafkaStreams streams(Topology topology) {
    StreamThreads threads = engine.threads();
    Properties settings = StreamsSettings.of(config);
    return threads == null
        ? new KafkaStreams(topology, settings)
        : new KafkaStreams(topology, settings, threads);
  }

  private PipelineTopology.Waiting waiting() {
    return new PipelineTopology.Waiting(
        pause -> stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS),
        () -> stopping.getCount() == 0);
  }

  /** What Kafka Streams does, from before there is any. */
  private InstanceFacts.StreamsView view() {
    return new InstanceFacts.StreamsView() {
      @Override
      public String state() {
        KafkaStreams running = streams;
        return running == null ? STARTING.state() : running.state().name();
      }

      @Override
      public Set<TopicPartition> partitions() {
        KafkaStreams running = streams;
        // Kafka Streams tells nothing, and throws, once it is no longer running.
        return running == null || !running.state().isRunningOrRebalancing()
            ? Set.of()
            : RunningStreams.partitions(running);
      }
    };
  }

  private void every(Runnable task) {
    opened.every(WATCH_EVERY, task);
  }

  private <C extends AutoCloseable> C opened(C resource) {
    return opened.add(resource);
  }

  private static void addIfTold(List<String> reasons, @Nullable String reason) {
    if (reason != null) {
      reasons.add(reason);
    }
  }
}
