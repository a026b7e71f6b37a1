package io.sluice.processor.topology;

import io.sluice.schema.DeliveryState;
import io.sluice.schema.Origin;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
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
