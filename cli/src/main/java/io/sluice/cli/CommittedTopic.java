package io.sluice.cli;

import io.sluice.replay.ReplayException;
import io.sluice.replay.TopicScan;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/** What was committed to a topic, up to its end as it is when asked. */
record CommittedTopic(ConnectionOptions connection, String name) {

  /** Shows every record, in order within a partition, until the visitor returns false. */
  void scan(Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
    try (Consumer<byte[], byte[]> consumer = connection.committedRecords()) {
      Set<TopicPartition> all = partitions(consumer);
      scan(consumer, consumer.beginningOffsets(all), visitor);
    }
  }

  /** As above, from the first record on that is so young, ms since the epoch. */
  void scanSince(long ms, Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
    try (Consumer<byte[], byte[]> consumer = connection.committedRecords()) {
      Map<TopicPartition, Long> since =
          partitions(consumer).stream()
              .collect(Collectors.toMap(partition -> partition, partition -> ms));
      Map<TopicPartition, Long> from = new HashMap<>();
      consumer
          .offsetsForTimes(since)
          .forEach((partition, offset) -> putIfThere(from, partition, offset));
      scan(consumer, from, visitor);
    }
  }

  /** As above, of the one partition where a default producer puts the key. */
  void scanWhereIs(byte[] key, Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
    try (Consumer<byte[], byte[]> consumer = connection.committedRecords()) {
      int count = partitions(consumer).size();
      int partition = Utils.toPositive(Utils.murmur2(key)) % count;
      scan(
          consumer,
          consumer.beginningOffsets(Set.of(new TopicPartition(name, partition))),
          visitor);
    }
  }

  private static void putIfThere(
      Map<TopicPartition, Long> from, TopicPartition partition, OffsetAndTimestamp offset) {
    if (offset != null) {
      from.put(partition, offset.offset());
    }
  }

  private Set<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
    return IntStream.range(0, consumer.partitionsFor(name).size())
        .mapToObj(partition -> new TopicPartition(name, partition))
        .collect(Collectors.toSet());
  }

  private static void scan(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> from,
      Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
    try {
      new TopicScan(consumer, Clock.systemUTC())
          .read(from, consumer.endOffsets(from.keySet()), visitor);
    } catch (ReplayException e) {
      throw new UserErrorException(String.valueOf(e.getMessage()), e);
    }
  }
}
