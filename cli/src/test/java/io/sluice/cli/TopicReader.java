package io.sluice.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Collects the records of a topic, from its beginning on. */
final class TopicReader implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String bootstrapServers;
  private final List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();

  /** Of committed records. */
  TopicReader(String bootstrapServers, String topic) {
    this(bootstrapServers, topic, "read_committed");
  }

  private TopicReader(String bootstrapServers, String topic, String isolation) {
    this.bootstrapServers = bootstrapServers;
    consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                isolation,
                "max.partition.fetch.bytes",
                32 * 1024 * 1024),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Of all records, those of transactions under way and of broken ones too. */
  static TopicReader uncommitted(String bootstrapServers, String topic) {
    return new TopicReader(bootstrapServers, topic, "read_uncommitted");
  }

  /** Everything read so far, after one more poll. */
  List<ConsumerRecord<byte[], byte[]>> records() {
    consumer.poll(Duration.ofMillis(200)).forEach(all::add);
    return all;
  }

  /**
   * Everything that is there by now. Waits for the end of transactions under way: a commit is
   * acknowledged before its marks are on the partitions, and readers see it only then.
   */
  List<ConsumerRecord<byte[], byte[]>> allRecords() {
    Map<TopicPartition, Long> ends = highWatermarks();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      records();
    }
    return all;
  }

  /** The ends of the partitions, with records that are not committed yet. */
  private Map<TopicPartition, Long> highWatermarks() {
    try (KafkaConsumer<byte[], byte[]> uncommitted =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      return uncommitted.endOffsets(consumer.assignment());
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
