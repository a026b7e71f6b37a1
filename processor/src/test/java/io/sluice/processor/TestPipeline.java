package io.sluice.processor;

import static org.awaitility.Awaitility.await;

import io.sluice.local.LocalCluster;
import io.sluice.processor.config.BackoffConfig;
import io.sluice.processor.config.HttpConfig;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.config.RetryConfig;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.producer.EventPublisher;
import io.sluice.schema.EventCodec;
import io.sluice.schema.TopicNames;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** One pipeline on a real broker, with its own topics, and readers of what it writes. */
final class TestPipeline {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  final String name;
  final String source;
  final TopicNames names;
  private final LocalCluster cluster;
  private final Path stateDir;

  TestPipeline(LocalCluster cluster, String name, Path stateDir) {
    this.cluster = cluster;
    this.name = name;
    this.source = name + ".events";
    this.names = new TopicNames(name);
    this.stateDir = stateDir;
  }

  TestPipeline withSource(int partitions) {
    cluster.createTopic(source, partitions);
    return this;
  }

  PipelineConfig.Builder config() {
    RetryConfig retry =
        new RetryConfig(
            3,
            new BackoffConfig(Duration.ofMillis(100), 2, Duration.ofSeconds(1), 0),
            null,
            List.of(),
            List.of(),
            List.of());
    return PipelineConfig.builder(name)
        .sources(source)
        .bootstrapServers(cluster.bootstrapServers())
        .schemaRegistryUrl(cluster.schemaRegistryUrl())
        .stateDir(stateDir)
        .http(new HttpConfig("127.0.0.1", 0))
        .retry(retry);
  }

  Pipeline start(HandlerRegistry handlers) {
    return start(config().build(), handlers);
  }

  Pipeline start(PipelineConfig config, HandlerRegistry handlers) {
    Pipeline pipeline = Pipeline.create(config, handlers);
    pipeline.start();
    await().atMost(PATIENCE).until(pipeline::isReady);
    return pipeline;
  }

  EventPublisher publisher() {
    return EventPublisher.builder()
        .bootstrapServers(cluster.bootstrapServers())
        .schemaRegistryUrl(cluster.schemaRegistryUrl())
        .topic(source)
        .source("test")
        .build();
  }

  /** Waits until as many statuses as asked for are final, and gives all there are. */
  List<EventStatus> awaitSettled(int count) {
    return awaitStatuses(all -> all.stream().filter(TestPipeline::isFinal).count() >= count);
  }

  List<EventStatus> awaitStatuses(Predicate<List<EventStatus>> enough) {
    try (Reader reader = new Reader(names.status());
        EventCodec codec =
            EventCodec.create(Map.of("schema.registry.url", cluster.schemaRegistryUrl()))) {
      List<EventStatus> all = new ArrayList<>();
      await()
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .until(
              () -> {
                reader
                    .poll()
                    .forEach(record -> all.add(codec.decodeStatus(names.status(), record.value())));
                return enough.test(all);
              });
      return all;
    }
  }

  List<ConsumerRecord<byte[], byte[]>> awaitRecords(String topic, int count) {
    try (Reader reader = new Reader(topic)) {
      List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
      await()
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .until(
              () -> {
                reader.poll().forEach(all::add);
                return all.size() >= count;
              });
      return all;
    }
  }

  private static boolean isFinal(EventStatus status) {
    return !Set.of(Outcome.RETRY, Outcome.DELAYED, Outcome.PARKED).contains(status.getOutcome());
  }

  /** Reads a topic from its beginning, committed records only. */
  private final class Reader implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;

    Reader(String topic) {
      consumer =
          new KafkaConsumer<>(
              Map.of(
                  "bootstrap.servers", cluster.bootstrapServers(),
                  "isolation.level", "read_committed",
                  "enable.auto.commit", "false"),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer());
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
    }

    Iterable<ConsumerRecord<byte[], byte[]>> poll() {
      return consumer.poll(Duration.ofMillis(200));
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}
