package io.sluice.replay;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Letters by their place, with a small memory: those wanted next mostly lie close by. */
final class SingleLetters implements AutoCloseable {
  private static final int MOST_KEPT = 500;
  private static final long MOST_BYTES_KEPT = 32L * 1024 * 1024;

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Clock clock;
  private final Map<Long, ConsumerRecord<byte[], byte[]>> kept = new LinkedHashMap<>();
  private int keptPartition = -1;
  private long keptBytes;

  /**
   * @param consumer closed with this
   */
  SingleLetters(Consumer<byte[], byte[]> consumer, String topic, Clock clock) {
    this.consumer = consumer;
    this.topic = topic;
    this.clock = clock;
  }

  /** The record there; empty when it is there no more. */
  Optional<ConsumerRecord<byte[], byte[]>> at(int partition, long offset) {
    if (partition == keptPartition && kept.containsKey(offset)) {
      return Optional.ofNullable(kept.get(offset));
    }
    kept.clear();
    keptBytes = 0;
    keptPartition = partition;
    TopicPartition where = new TopicPartition(topic, partition);
    consumer.assign(Set.of(where));
    long end = consumer.endOffsets(Set.of(where)).getOrDefault(where, 0L);
    long beginning = consumer.beginningOffsets(Set.of(where)).getOrDefault(where, 0L);
    if (offset >= beginning && offset < end) {
      new TopicScan(consumer, clock).read(Map.of(where, offset), Map.of(where, end), this::keep);
    }
    return Optional.ofNullable(kept.get(offset));
  }

  /** False when there is enough. */
  private boolean keep(ConsumerRecord<byte[], byte[]> record) {
    kept.put(record.offset(), record);
    keptBytes +=
        Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    return kept.size() < MOST_KEPT && keptBytes < MOST_BYTES_KEPT;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
