package io.sluice.replay;

import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Which letters of a dead-letter topic have been handled, as its state topic tells. About a bit a
 * letter. Not thread-safe.
 */
final class HandledLetters {
  private final TopicFacts letters;
  private final Map<Integer, OffsetSet> handled = new HashMap<>();
  private final Set<Place> ofAnEarlierTopic = new HashSet<>();

  private HandledLetters(TopicFacts letters) {
    this.letters = letters;
  }

  /** No letter has been handled. */
  static HandledLetters none(TopicFacts letters) {
    return new HandledLetters(letters);
  }

  /** Reads the whole of the state topic, up to its end as it is now. */
  static HandledLetters load(
      Consumer<byte[], byte[]> consumer, TopicFacts letters, String stateTopic, Clock clock) {
    HandledLetters loaded = new HandledLetters(letters);
    Set<TopicPartition> partitions = Set.of(new TopicPartition(stateTopic, 0));
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

  boolean contains(int partition, long offset) {
    OffsetSet offsets = handled.get(partition);
    return offsets != null && offsets.contains(offset);
  }

  /**
   * Marks that mean nothing any more: retention took the letter, or its whole topic was deleted.
   */
  Stream<Place> stale(Map<TopicPartition, Long> beginnings) {
    Stream<Place> gone =
        beginnings.entrySet().stream()
            .flatMap(
                entry -> {
                  OffsetSet offsets = handled.get(entry.getKey().partition());
                  return offsets == null
                      ? Stream.empty()
                      : offsets.stream()
                          .takeWhile(offset -> offset < entry.getValue())
                          .mapToObj(
                              offset ->
                                  new Place(letters.name(), entry.getKey().partition(), offset));
                });
    return Stream.concat(gone, ofAnEarlierTopic.stream());
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    Place place = LetterMark.placeOf(record.key()).orElse(null);
    if (place == null || !place.topic().equals(letters.name())) {
      return;
    }
    Optional<Uuid> topicId = LetterMark.topicIdOf(record);
    ofAnEarlierTopic.remove(place);
    OffsetSet offsets = handled.computeIfAbsent(place.partition(), p -> new OffsetSet());
    if (topicId.isEmpty()) {
      offsets.remove(place.offset());
    } else if (topicId.get().equals(letters.id())) {
      offsets.add(place.offset());
    } else {
      offsets.remove(place.offset());
      ofAnEarlierTopic.add(place);
    }
  }
}
