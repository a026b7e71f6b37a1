package io.sluice.replay.archive;

import io.sluice.replay.letter.Place;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** A record out of a file, as a consumer would have read it. */
final class ArchivedRecord {
  private ArchivedRecord() {}

  /**
   * @throws IllegalArgumentException when it is no record that Kafka could have held
   */
  static ConsumerRecord<byte[], byte[]> of(
      Place place,
      long timestamp,
      String timestampType,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Headers headers) {
    if (place.topic().isEmpty() || place.partition() < 0 || place.offset() < 0) {
      throw new IllegalArgumentException("no record can lie at " + place);
    }
    return new ConsumerRecord<>(
        place.topic(),
        place.partition(),
        place.offset(),
        timestamp,
        type(timestampType),
        key == null ? ConsumerRecord.NULL_SIZE : key.length,
        value == null ? ConsumerRecord.NULL_SIZE : value.length,
        key,
        value,
        headers,
        Optional.empty());
  }

  private static TimestampType type(String name) {
    return Arrays.stream(TimestampType.values())
        .filter(type -> type.name.equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("there is no timestamp type \"" + name + "\""));
  }
}
