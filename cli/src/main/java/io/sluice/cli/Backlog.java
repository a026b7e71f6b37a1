package io.sluice.cli;

import io.sluice.replay.TopicScan;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What nobody has read yet of the topics that a pipeline reads: what lies beyond the offsets that
 * its group has committed.
 *
 * @param committed by partition; what is missing has not been read at all
 */
record Backlog(Map<TopicPartition, Long> committed) {

  /** Shows each record, until the visitor returns false. */
  void read(
      ConnectionOptions connection,
      Collection<String> topics,
      Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
    try (Consumer<byte[], byte[]> consumer = connection.committedRecords()) {
      Set<TopicPartition> partitions =
          topics.stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .collect(Collectors.toSet());
      Map<TopicPartition, Long> from = new HashMap<>(consumer.beginningOffsets(partitions));
      from.replaceAll((partition, first) -> Math.max(first, committed.getOrDefault(partition, 0L)));
      new TopicScan(consumer, Clock.systemUTC())
          .read(from, consumer.endOffsets(partitions), visitor);
    }
  }
}
