package io.sluice.processor.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The keys that have been taken back on a control topic. */
final class ControlTombstones implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;

  ControlTombstones(String servers, String topic) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", servers, "enable.auto.commit", "false");
    consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    TopicPartition only = new TopicPartition(topic, 0);
    consumer.assign(List.of(only));
    consumer.seekToBeginning(List.of(only));
  }

  List<String> more() {
    List<String> found = new ArrayList<>();
    consumer
        .poll(Duration.ofMillis(100))
        .forEach(
            record -> {
              if (record.value() == null) {
                found.add(new String(Objects.requireNonNull(record.key()), UTF_8));
              }
            });
    return found;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
