package io.sluice.producer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Everything on a topic up to its end as it is when asked. */
final class TopicContents {
  private TopicContents() {}

  static List<ConsumerRecord<byte[], byte[]>> read(String bootstrapServers, String topic) {
    return read(Map.of("bootstrap.servers", bootstrapServers), topic);
  }

  /** Of transactions only those that were committed. */
  static List<ConsumerRecord<byte[], byte[]>> readCommitted(String bootstrapServers, String topic) {
    return read(
        Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"), topic);
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(
      Map<String, Object> config, String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (end.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }
}
