package io.sluice.processor.topology;

import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.Origin;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A record as it came, untouched, with what its headers say of its delivery so far.
 *
 * @param key the record's key bytes; null when there is none
 * @param value the record's value bytes; null for a tombstone
 * @param headers every header, the user's own among them; not to be changed, only copied
 * @param state attempts, due time, last error and so on; its origin is never null
 * @param retried true if it came back through the retry topic, so that dedupe has already seen it
 */
record RawRecord(
    byte @Nullable [] key,
    byte @Nullable [] value,
    Headers headers,
    DeliveryState state,
    boolean retried) {

  /**
   * A record as it was read just now; its origin is here unless its headers tell of an earlier one.
   *
   * @param retried true if it came through the retry topic
   */
  static RawRecord arrived(Record<byte[], byte[]> record, RecordMetadata place, boolean retried) {
    DeliveryState state = DeliveryHeaders.read(record.headers());
    if (state.origin() == null) {
      state =
          state.withOrigin(
              new Origin(place.topic(), place.partition(), place.offset(), record.timestamp()));
    }
    return new RawRecord(record.key(), record.value(), record.headers(), state, retried);
  }

  Origin origin() {
    Origin origin = state.origin();
    if (origin == null) {
      throw new IllegalStateException("a record without an origin");
    }
    return origin;
  }

  /** Key and value together, bytes. */
  long size() {
    return (key == null ? 0L : key.length) + (value == null ? 0L : value.length);
  }

  RawRecord withState(DeliveryState changed) {
    return new RawRecord(key, value, headers, changed, retried);
  }

  @Nullable String keyAsText() {
    return key == null ? null : new String(key, StandardCharsets.UTF_8);
  }
}
