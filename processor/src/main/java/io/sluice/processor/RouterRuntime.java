package io.sluice.processor;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.config.RouterConfig;
import io.sluice.processor.http.Health;
import io.sluice.processor.metrics.MicrometerPipelineMetrics;
import io.sluice.processor.topics.BrokerUnavailableException;
import io.sluice.processor.topics.PipelineTopics;
import io.sluice.processor.topics.QueueSizes;
import io.sluice.processor.topics.RouterTopics;
import io.sluice.processor.topics.TopicException;
import io.sluice.processor.topology.PipelineTopology;
import io.sluice.processor.topology.RouterTopology;
import io.sluice.schema.EventCodec;
import io.sluice.schema.TopicNames;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs of a router from its start to its end: Kafka Streams and what watches over it. */
final class RouterRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RouterRuntime.class);

  static final Health STARTING = new Health(false, "STARTING", List.of("the router is starting"));

  private static final Duration WATCH_EVERY = Duration.ofSeconds(5);
  private static final Duration BROKER_PATIENCE = Duration.ofSeconds(30);

  private final RouterConfig config;
  private final PipelineConfig settings;
  private final MeterRegistry meters;
  private final Runnable whenStopped;
  private final MicrometerPipelineMetrics metrics;
  private final ThreadReplacement replacement = new ThreadReplacement(Clock.systemUTC());
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Opened opened = new Opened();
  private volatile @Nullable KafkaStreams streams;
  private volatile @Nullable BrokerWatch watch;

  RouterRuntime(RouterConfig config, MeterRegistry meters, Runnable whenStopped) {
    this.config = config;
    this.settings = config.settings();
    this.meters = meters;
    this.whenStopped = whenStopped;
    this.metrics = new MicrometerPipelineMetrics(meters, config.router());
  }

  void start() {
    try {
      Admin admin = opened.add(PipelineTopics.connect(settings));
      KafkaStreams started = startStreams(preparedTopics(admin));
      streams = started;
      BrokerWatch watching =
          new BrokerWatch(
              new QueueSizes(admin, config.router(), WATCH_EVERY),
              () -> RunningStreams.partitions(started),
              Clock.systemUTC());
      watching.bind(meters, config.router(), config.routing().sources());
      watch = watching;
      opened.every(WATCH_EVERY, watching::ask);
    } catch (TopicException | BrokerUnavailableException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private Map<String, Integer> preparedTopics(Admin admin) {
    RouterTopics topics =
        new RouterTopics(
            admin,
            settings.kafka().getOrDefault(PipelineConfig.BOOTSTRAP_SERVERS, ""),
            BROKER_PATIENCE,
            Clock.systemUTC());
    Map<String, Integer> sources = topics.check(config.routing());
    topics.makeDeadLetters(settings, sources);
    return sources;
  }

  private KafkaStreams startStreams(Map<String, Integer> partitions) {
    RouterTopology.Plan plan =
        new RouterTopology.Plan(
            new TopicNames(config.router()), config.routing().sources(), config.routing().table());
    EventCodec codec = opened.add(EventCodec.create(RegistrySettings.of(settings)));
    PipelineTopology.Waiting waiting =
        new PipelineTopology.Waiting(
            pause -> stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS),
            () -> stopping.getCount() == 0);
    KafkaStreams made =
        new KafkaStreams(
            RouterTopology.of(
                plan, new RouterTopology.Surroundings(codec, metrics, waiting, partitions)),
            StreamsSettings.of(settings));
    made.setUncaughtExceptionHandler(replacement);
    RunningStreams.tell(made, whenStopped);
    opened.add(new KafkaStreamsMetrics(made)).bindTo(meters);
    made.start();
    return made;
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
    addIfTold(reasons, metrics.isRegistryWaiting() ? "waiting for the schema registry" : null);
    KafkaStreams.State state = running.state();
    addIfTold(reasons, state == KafkaStreams.State.RUNNING ? null : "stream threads are " + state);
    return new Health(reasons.isEmpty(), state.name(), reasons);
  }

  /** Down only when nothing but a restart can help. */
  Health live() {
    String fatal = replacement.fatal();
    KafkaStreams running = streams;
    String state = running == null ? STARTING.state() : running.state().name();
    return new Health(fatal == null, state, fatal == null ? List.of() : List.of(fatal));
  }

  @Nullable String fatal() {
    return replacement.fatal();
  }

  @Override
  public void close() {
    stopping.countDown();
    KafkaStreams running = streams;
    Duration grace = settings.shutdownGrace();
    if (running != null && !running.close(RunningStreams.closing(settings.kafka(), grace))) {
      LOG.warn(
          "Router {} did not stop within {}; what was not committed is routed at the next start",
          config.router(),
          grace);
    }
    opened.close();
  }

  private static void addIfTold(List<String> reasons, @Nullable String reason) {
    if (reason != null) {
      reasons.add(reason);
    }
  }
}
