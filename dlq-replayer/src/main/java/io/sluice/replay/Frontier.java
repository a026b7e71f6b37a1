package io.sluice.replay;

import io.sluice.replay.letter.Place;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Up to where every letter has been handled, by partition: what the replayer's group commits. It
 * only bounds what the next run must read; which letters are handled is in the state topic. Not
 * thread-safe.
 */
final class Frontier {
  private final Uuid topicId;
  private final Map<TopicPartition, Long> committed;
  private final Map<TopicPartition, Long> bound;
  private final Map<TopicPartition, OffsetSet> expected = new HashMap<>();

  /**
   * @param start up to where all was handled before
   * @param ends of the letters that are looked at
   */
  Frontier(Uuid topicId, Map<TopicPartition, Long> start, Map<TopicPartition, Long> ends) {
    this.topicId = topicId;
    this.committed = new HashMap<>(start);
    this.bound = new HashMap<>(ends);
  }

  /** This letter stays: no frontier gets beyond it. */
  void keep(Place place) {
    TopicPartition partition = partition(place);
    bound.merge(partition, place.offset(), Math::min);
    expected(partition).remove(place.offset());
  }

  /** This letter may be handled, and holds the frontier until it is. */
  void expect(Place place) {
    expected(partition(place)).add(place.offset());
  }

  void handled(Place place) {
    expected(partition(place)).remove(place.offset());
  }

  /** Offsets that have moved since the last {@link #committed}. */
  Map<TopicPartition, OffsetAndMetadata> toCommit() {
    Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
    bound.forEach(
        (partition, most) -> {
          long reached = Math.min(most, expected(partition).first().orElse(Long.MAX_VALUE));
          if (reached > committed.getOrDefault(partition, 0L)) {
            moved.put(partition, new OffsetAndMetadata(reached, topicId.toString()));
          }
        });
    return moved;
  }

  void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
    offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
  }

  private OffsetSet expected(TopicPartition partition) {
    return expected.computeIfAbsent(partition, p -> new OffsetSet());
  }

  /** Offsets passed by all partitions since the start. */
  static long distance(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
    return to.entrySet().stream()
        .mapToLong(entry -> Math.max(0, entry.getValue() - from.getOrDefault(entry.getKey(), 0L)))
        .sum();
  }

  private static TopicPartition partition(Place place) {
    return new TopicPartition(place.topic(), place.partition());
  }
}
