package io.sluice.cli;

import io.sluice.replay.TopicScan;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;

/**
 * The entries of a pipeline's store, from the topic of its changes: so they can be told while
 * nobody runs. It is read twice, first for what is still there and then for that, so that only
 * names are kept in memory.
 *
 * @param topic the changelog
 */
record StoreChangelog(String topic) {
  private record Entry(int partition, Bytes name) {}

  static StoreChangelog of(String pipeline, String store) {
    return new StoreChangelog(pipeline + "-" + store + "-changelog");
  }

  /** Shows the entries that are there now, until the visitor returns false. */
  void read(ConnectionOptions connection, Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
    try (Consumer<byte[], byte[]> consumer = connection.committedRecords()) {
      Set<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .collect(Collectors.toSet());
      Map<TopicPartition, Long> from = consumer.beginningOffsets(partitions);
      Map<TopicPartition, Long> to = consumer.endOffsets(partitions);
      TopicScan scan = new TopicScan(consumer, Clock.systemUTC());
      Map<Entry, Long> there = new HashMap<>();
      scan.read(
          from,
          to,
          record -> {
            if (record.value() == null) {
              there.remove(entry(record));
            } else {
              there.put(entry(record), record.offset());
            }
            return true;
          });
      if (!there.isEmpty()) {
        scan.read(
            from,
            to,
            record -> {
              Long last = there.get(entry(record));
              return last == null || last != record.offset() || visitor.test(record);
            });
      }
    }
  }

  private static Entry entry(ConsumerRecord<byte[], byte[]> record) {
    return new Entry(record.partition(), Bytes.wrap(record.key()));
  }
}
