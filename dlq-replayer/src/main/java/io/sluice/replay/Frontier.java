package io.sluice.replay;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Up to where every letter has been handled, by partition: what the replayer's group commits. It
 * only bounds what the next replay must read; which letters are handled is in the state topic. Not
 * thread-safe.
 */
final class Frontier {
  private final Uuid topicId;
  private final Map<TopicPartition, Long> committed;
  private final Map<TopicPartition, Long> reached;
  private final Set<TopicPartition> closed = new HashSet<>();

  Frontier(Uuid topicId, Map<TopicPartition, Long> start) {
    this.topicId = topicId;
    this.committed = new HashMap<>(start);
    this.reached = new HashMap<>(start);
  }

  /** Takes note of a letter; an unhandled one stops the frontier of its partition for good. */
  void passed(Place place, boolean handled) {
    TopicPartition partition = new TopicPartition(place.topic(), place.partition());
    if (!handled) {
      closed.add(partition);
    } else if (!closed.contains(partition)) {
      reached.put(partition, place.offset() + 1);
    }
  }

  /** Every letter up to these ends has been passed. */
  void passedAll(Map<TopicPartition, Long> ends) {
    ends.forEach(
        (partition, end) -> {
          if (!closed.contains(partition)) {
            reached.merge(partition, end, Math::max);
          }
        });
  }

  /** Offsets that have moved since the last {@link #committed}. */
  Map<TopicPartition, OffsetAndMetadata> toCommit() {
    Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
    reached.forEach(
        (partition, offset) -> {
          if (offset > committed.getOrDefault(partition, 0L)) {
            moved.put(partition, new OffsetAndMetadata(offset, topicId.toString()));
          }
        });
    return moved;
  }

  void committed() {
    committed.putAll(reached);
  }

  /** Offsets passed by all partitions since the start. */
  static long distance(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
    return to.entrySet().stream()
        .mapToLong(entry -> Math.max(0, entry.getValue() - from.getOrDefault(entry.getKey(), 0L)))
        .sum();
  }
}
