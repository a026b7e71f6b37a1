package io.sluice.bench.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts what a {@code read_committed} reader finds on a topic of each event. */
public final class EmittedCount {
  /** Told by the reading of a record that says nothing about the end of an event. */
  public static final long NONE = -1;

  private final String bootstrapServers;

  public EmittedCount(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** What is wrong if every one of so many events should be there exactly once. */
  public List<String> problems(
      String topic, int events, ToLongFunction<ConsumerRecord<byte[], byte[]>> sequence) {
    return problems(topic, events, true, sequence);
  }

  /** What is wrong if every one of so many events should be there, once or at least once. */
  public List<String> problems(
      String topic,
      int events,
      boolean exactlyOnce,
      ToLongFunction<ConsumerRecord<byte[], byte[]>> sequence) {
    int[] found = count(topic, events, sequence);
    long lost = IntStream.of(found).filter(times -> times == 0).count();
    long twice = IntStream.of(found).filter(times -> times > 1).count();
    List<String> problems = new ArrayList<>();
    if (lost > 0) {
      problems.add(lost + " of " + events + " events are missing on " + topic);
    }
    if (exactlyOnce && twice > 0) {
      problems.add(twice + " events are more than once on " + topic);
    }
    return problems;
  }

  private int[] count(
      String topic, int events, ToLongFunction<ConsumerRecord<byte[], byte[]>> sequence) {
    int[] found = new int[events];
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
        for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofMillis(200))) {
          long event = sequence.applyAsLong(one);
          if (event >= 0 && event < events) {
            found[(int) event]++;
          }
        }
      }
    }
    return found;
  }
}
