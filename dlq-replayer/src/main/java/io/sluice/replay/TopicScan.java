package io.sluice.replay;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads partitions from given offsets up to given ends, a poll at a time, so in bounded memory. The
 * ends do not move: what is written meanwhile is left alone. Not thread-safe, as the consumer is
 * not.
 */
public final class TopicScan {
  /** Short, for behind the last record there may be a marker of a transaction, and then silence. */
  private static final Duration POLL = Duration.ofMillis(25);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Consumer<byte[], byte[]> consumer;
  private final Clock clock;

  /**
   * @param consumer should read committed records and have {@code auto.offset.reset=earliest}, for
   *     records that retention takes away while they are read
   */
  public TopicScan(Consumer<byte[], byte[]> consumer, Clock clock) {
    this.consumer = consumer;
    this.clock = clock;
  }

  /**
   * Shows each record in {@code [from, to)}, in order within a partition, until the visitor returns
   * false.
   *
   * @param from first offset by partition; a partition that is not in it is not read
   * @param to end offset by partition
   * @throws ReplayException when nothing comes for a minute
   */
  public void read(
      Map<TopicPartition, Long> from,
      Map<TopicPartition, Long> to,
      Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
    Set<TopicPartition> open = new HashSet<>();
    from.forEach(
        (partition, first) -> {
          if (first < to.getOrDefault(partition, 0L)) {
            open.add(partition);
          }
        });
    consumer.assign(open);
    // A partition that was assigned before keeps the pause in which an earlier read ended.
    consumer.resume(open);
    open.forEach(partition -> consumer.seek(partition, from.getOrDefault(partition, 0L)));
    Map<TopicPartition, Long> seen = new HashMap<>();
    Instant lastProgress = clock.instant();
    while (!open.isEmpty()) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        long end = to.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
        if (record.offset() < end && !visitor.test(record)) {
          return;
        }
      }
      if (advanced(open, to, seen)) {
        lastProgress = clock.instant();
      } else if (clock.instant().isAfter(lastProgress.plus(PATIENCE))) {
        throw new ReplayException(
            "Kafka has sent nothing for "
                + PATIENCE.toSeconds()
                + " s while "
                + open
                + " was being read. Is the broker up?");
      }
    }
  }

  /** Lets go of the partitions that are at their end; tells whether any position has moved. */
  private boolean advanced(
      Set<TopicPartition> open, Map<TopicPartition, Long> to, Map<TopicPartition, Long> seen) {
    boolean moved = false;
    for (TopicPartition partition : Set.copyOf(open)) {
      long position = consumer.position(partition);
      Long before = seen.put(partition, position);
      moved |= before == null || before != position;
      if (position >= to.getOrDefault(partition, 0L)) {
        consumer.pause(Set.of(partition));
        open.remove(partition);
      }
    }
    return moved;
  }
}
