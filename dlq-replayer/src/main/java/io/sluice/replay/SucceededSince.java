package io.sluice.replay;

import io.sluice.schema.EventCodec;
import io.sluice.schema.EventFormatException;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Which of the events in letters have succeeded after they died: replayed from another letter, or
 * published again under the same id. As the pipeline's status topic tells, as far back as it goes.
 */
final class SucceededSince {
  /** How far the broker's clock may be behind those of the pipeline, ms. */
  private static final long CLOCKS_APART_MS = 10 * 60_000;

  private static final SucceededSince NOBODY_KNOWS = new SucceededSince(Map.of());

  private final Map<Long, Long> lastSuccessMs;

  private SucceededSince(Map<Long, Long> lastSuccessMs) {
    this.lastSuccessMs = lastSuccessMs;
  }

  /** Where no status topic tells. */
  static SucceededSince unknown() {
    return NOBODY_KNOWS;
  }

  /**
   * Reads the statuses since the first of the letters died.
   *
   * @throws io.sluice.schema.RegistryUnavailableException when the registry gives no answer
   */
  static SucceededSince read(
      Cluster cluster, String statusTopic, List<Chosen> letters, EventCodec codec, Clock clock) {
    TopicFacts facts = cluster.find(statusTopic).orElse(null);
    if (facts == null || letters.isEmpty()) {
      return unknown();
    }
    SortedLongs wanted = SortedLongs.of(letters, Chosen::idHash);
    long since = letters.stream().mapToLong(Chosen::deadAtMs).min().orElse(0) - CLOCKS_APART_MS;
    Map<Long, Long> successes = new HashMap<>();
    try (Consumer<byte[], byte[]> consumer = cluster.consumer(statusTopic + ".replayer")) {
      Map<TopicPartition, Long> from = from(consumer, facts, Math.max(0, since));
      Map<TopicPartition, Long> ends = consumer.endOffsets(from.keySet());
      new TopicScan(consumer, clock)
          .read(
              from,
              ends,
              record -> {
                if (record.key() != null && wanted.contains(Hash64.of(record.key()))) {
                  take(record, codec, successes);
                }
                return true;
              });
    }
    return new SucceededSince(successes);
  }

  /** When the event last succeeded, if that was after it died. */
  Optional<Instant> of(Chosen letter) {
    Long success = lastSuccessMs.get(letter.idHash());
    return success == null || success <= letter.deadAtMs()
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(success));
  }

  private static Map<TopicPartition, Long> from(
      Consumer<byte[], byte[]> consumer, TopicFacts facts, long sinceMs) {
    Map<TopicPartition, Long> times = new HashMap<>();
    for (int partition = 0; partition < facts.partitions(); partition++) {
      times.put(new TopicPartition(facts.name(), partition), sinceMs);
    }
    consumer.assign(times.keySet());
    Map<TopicPartition, Long> from = new HashMap<>();
    Map<TopicPartition, @Nullable OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
    times
        .keySet()
        .forEach(
            partition -> {
              OffsetAndTimestamp first = found.get(partition);
              if (first != null) {
                from.put(partition, first.offset());
              }
            });
    return from;
  }

  private static void take(
      ConsumerRecord<byte[], byte[]> record, EventCodec codec, Map<Long, Long> successes) {
    try {
      EventStatus status = codec.decodeStatus(record.topic(), record.value());
      if (status.getOutcome() == Outcome.SUCCEEDED) {
        successes.merge(Hash64.of(record.key()), status.getAt().toEpochMilli(), Math::max);
      }
    } catch (EventFormatException e) {
      if (e.isPassing()) {
        throw e;
      }
      // Somebody else's record: it tells of no success.
    }
  }
}
