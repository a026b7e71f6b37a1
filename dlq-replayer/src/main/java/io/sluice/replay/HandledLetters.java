package io.sluice.replay;

import io.sluice.replay.letter.Place;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Which letters of a dead-letter topic have been handled, and how, as its state topic tells. About
 * a bit a letter. Not thread-safe.
 */
final class HandledLetters {
  private final Uuid topicId;
  private final String topic;
  private final @Nullable String plan;
  private final Map<Integer, Map<String, OffsetSet>> byAction = new HashMap<>();
  private final Map<Integer, OffsetSet> byPlan = new HashMap<>();
  private final Map<Integer, OffsetSet> ofAnEarlierTopic = new HashMap<>();

  private HandledLetters(TopicFacts letters, @Nullable String plan) {
    this.topicId = letters.id();
    this.topic = letters.name();
    this.plan = plan;
  }

  /** No letter has been handled. */
  static HandledLetters none(TopicFacts letters) {
    return new HandledLetters(letters, null);
  }

  /** Reads the whole of the state topic, up to its end as it is now. */
  static HandledLetters load(
      Consumer<byte[], byte[]> consumer, TopicFacts letters, StateOf state, Clock clock) {
    HandledLetters loaded = new HandledLetters(letters, state.plan());
    Set<TopicPartition> partitions = Set.of(new TopicPartition(state.topic(), 0));
    consumer.assign(partitions);
    new TopicScan(consumer, clock)
        .read(
            consumer.beginningOffsets(partitions),
            consumer.endOffsets(partitions),
            record -> {
              loaded.take(record);
              return true;
            });
    return loaded;
  }

  /**
   * The state topic to read.
   *
   * @param plan whose letters are to be known apart; null: nobody's
   */
  record StateOf(String topic, @Nullable String plan) {}

  /** What became of the letter there: replayed, parking, discarded; empty when it waits. */
  Optional<String> fateOf(int partition, long offset) {
    for (Map.Entry<String, OffsetSet> action :
        byAction.getOrDefault(partition, Map.of()).entrySet()) {
      if (action.getValue().contains(offset)) {
        return Optional.of(action.getKey());
      }
    }
    return Optional.empty();
  }

  /** How many of those below an offset there are. */
  long countBefore(int partition, long offset) {
    return byAction.getOrDefault(partition, Map.of()).values().stream()
        .mapToLong(offsets -> offsets.stream().takeWhile(each -> each < offset).count())
        .sum();
  }

  boolean contains(int partition, long offset) {
    for (OffsetSet offsets : byAction.getOrDefault(partition, Map.of()).values()) {
      if (offsets.contains(offset)) {
        return true;
      }
    }
    return false;
  }

  /** True when it was handled by the plan that was asked for. */
  boolean isOfPlan(int partition, long offset) {
    OffsetSet offsets = byPlan.get(partition);
    return offsets != null && offsets.contains(offset);
  }

  /**
   * Marks that mean nothing any more: retention took the letter, or its whole topic was deleted.
   */
  Stream<Place> stale(Map<TopicPartition, Long> beginnings) {
    Stream<Place> gone =
        beginnings.entrySet().stream()
            .flatMap(entry -> before(entry.getKey().partition(), entry.getValue()));
    Stream<Place> earlier =
        ofAnEarlierTopic.entrySet().stream()
            .flatMap(entry -> places(entry.getKey(), entry.getValue().stream()));
    return Stream.concat(gone, earlier);
  }

  private Stream<Place> before(int partition, long beginning) {
    return byAction.getOrDefault(partition, Map.of()).values().stream()
        .flatMap(
            offsets -> places(partition, offsets.stream().takeWhile(offset -> offset < beginning)));
  }

  private Stream<Place> places(int partition, LongStream offsets) {
    return offsets.mapToObj(offset -> new Place(topic, partition, offset));
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    Place place = LetterMark.placeOf(record.key()).orElse(null);
    if (place == null || !place.topic().equals(topic)) {
      return;
    }
    Optional<LetterMark> mark = LetterMark.of(record);
    OffsetSet earlier = ofAnEarlierTopic.computeIfAbsent(place.partition(), p -> new OffsetSet());
    earlier.remove(place.offset());
    Map<String, OffsetSet> actions =
        byAction.computeIfAbsent(place.partition(), p -> new HashMap<>());
    actions.values().forEach(offsets -> offsets.remove(place.offset()));
    if (mark.isEmpty()) {
      return;
    }
    if (!mark.get().topicId().equals(topicId)) {
      earlier.add(place.offset());
      return;
    }
    actions.computeIfAbsent(mark.get().action(), a -> new OffsetSet()).add(place.offset());
    if (plan != null && plan.equals(mark.get().plan())) {
      byPlan.computeIfAbsent(place.partition(), p -> new OffsetSet()).add(place.offset());
    }
  }
}
