package io.sluice.bench.contestant;

import io.sluice.bench.topic.EmittedCount;
import io.sluice.bench.topic.EventId;
import io.sluice.bench.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;

/**
 * Kafka Streams alone, exactly once: reads, calls the handler on the stream thread, forwards the
 * record to another topic. What can be had at most by something built on Kafka Streams.
 */
final class StreamsPassThrough implements Contestant {
  private final Surroundings surroundings;
  private @Nullable KafkaStreams streams;

  StreamsPassThrough(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void start(EventWork work) throws Exception {
    try (Topics topics = new Topics(surroundings.servers().bootstrapServers())) {
      topics.create(surroundings.emittedTopic(), Map.of());
    }
    KafkaStreams starting = new KafkaStreams(topology(work), settings());
    starting.start();
    streams = starting;
  }

  private Topology topology(EventWork work) {
    Topology topology = new Topology();
    topology.addSource(
        "source",
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        surroundings.topics().toArray(String[]::new));
    topology.addProcessor("handle", () -> new HandleAndForward(work), "source");
    topology.addSink(
        "sink",
        surroundings.emittedTopic(),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        "handle");
    return topology;
  }

  /** As Sluice's own, where both have the setting. */
  private Properties settings() {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, surroundings.run());
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, surroundings.servers().bootstrapServers());
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, surroundings.number("threads"));
    settings.put(StreamsConfig.STATE_DIR_CONFIG, surroundings.folder().toString());
    settings.put(StreamsConfig.producerPrefix("compression.type"), "lz4");
    settings.put(StreamsConfig.mainConsumerPrefix("auto.offset.reset"), "earliest");
    return settings;
  }

  @Override
  public @Nullable String failure() {
    KafkaStreams running = streams;
    return running != null && running.state().hasCompletedShutdown()
        ? "Kafka Streams is " + running.state()
        : null;
  }

  @Override
  public void close() {
    KafkaStreams running = streams;
    if (running != null) {
      running.close(Duration.ofSeconds(30));
    }
  }

  @Override
  public List<String> emittedProblems(int events) {
    return new EmittedCount(surroundings.servers().bootstrapServers())
        .problems(surroundings.emittedTopic(), events, record -> EventId.sequence(record.value()));
  }
}
