package io.sluice.processor;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.config.RouterConfig;
import io.sluice.processor.http.Health;
import io.sluice.processor.metrics.MicrometerPipelineMetrics;
import io.sluice.processor.topics.BrokerUnavailableException;
import io.sluice.processor.topics.PipelineTopics;
import io.sluice.processor.topics.RouterTopics;
import io.sluice.processor.topics.TopicException;
import io.sluice.processor.topology.RouterTopology;
import io.sluice.schema.EventCodec;
import io.sluice.schema.TopicNames;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs of a router from its start to its end: Kafka Streams and what watches over it. */
final class RouterRuntime implements Lifecycle.Run {
  private static final Logger LOG = LoggerFactory.getLogger(RouterRuntime.class);

  private static final Duration BROKER_PATIENCE = Duration.ofSeconds(30);

  private final RouterConfig config;
  private final PipelineConfig settings;
  private final MeterRegistry meters;
  private final Runnable whenStopped;
  private final MicrometerPipelineMetrics metrics;
  private final Opened opened = new Opened();
  private final WatchedStreams streams;

  RouterRuntime(RouterConfig config, MeterRegistry meters, Runnable whenStopped) {
    this.config = config;
    this.settings = config.settings();
    this.meters = meters;
    this.whenStopped = whenStopped;
    this.metrics = new MicrometerPipelineMetrics(meters, config.router());
    this.streams = new WatchedStreams("router", metrics, opened);
  }

  @Override
  public void start() {
    try {
      Admin admin = opened.add(PipelineTopics.connect(settings));
      streams.start(made(preparedTopics(admin)), meters, whenStopped);
      streams.watch(admin, config.router(), config.routing().sources(), meters);
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

  private KafkaStreams made(Map<String, Integer> partitions) {
    RouterTopology.Plan plan =
        new RouterTopology.Plan(
            new TopicNames(config.router()), config.routing().sources(), config.routing().table());
    EventCodec codec = opened.add(EventCodec.create(RegistrySettings.of(settings)));
    return new KafkaStreams(
        RouterTopology.of(
            plan, new RouterTopology.Surroundings(codec, metrics, streams.waiting(), partitions)),
        StreamsSettings.of(settings));
  }

  @Override
  public Health ready() {
    return streams.ready(null, List.of());
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
    if (!streams.close(settings.kafka(), settings.shutdownGrace())) {
      LOG.warn(
          "Router {} did not stop within {}; what was not committed is routed at the next start",
          config.router(),
          settings.shutdownGrace());
    }
    opened.close();
  }
}
