package io.sluice.bench.measure;

import io.sluice.bench.contestant.Surroundings;
import io.sluice.bench.topic.EventId;
import io.sluice.bench.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Notes when each emitted event could be read by a {@code read_committed} consumer. */
final class EmittedReader implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Arrivals arrivals;
  private final Thread thread = new Thread(this::read, "emitted-reader");

  private EmittedReader(KafkaConsumer<byte[], byte[]> consumer, Arrivals arrivals) {
    this.consumer = consumer;
    this.arrivals = arrivals;
  }

  /** Null for a contestant that emits nothing; the topic must be there. */
  static @Nullable EmittedReader start(
      Surroundings surroundings, boolean emits, Arrivals arrivals) {
    if (!emits) {
      return null;
    }
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                surroundings.servers().bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        IntStream.range(0, Topics.PARTITIONS)
            .mapToObj(partition -> new TopicPartition(surroundings.emittedTopic(), partition))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    EmittedReader reader = new EmittedReader(consumer, arrivals);
    reader.thread.start();
    return reader;
  }

  private void read() {
    try (consumer) {
      while (true) {
        for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofSeconds(1))) {
          arrivals.arrive(EventId.sequence(one.value()), System.nanoTime());
        }
      }
    } catch (WakeupException closed) {
      // This is how it ends.
    }
  }

  @Override
  public void close() throws InterruptedException {
    consumer.wakeup();
    thread.join();
  }
}
