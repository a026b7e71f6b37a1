package io.sluice.processor.topology;

import io.sluice.schema.avro.Envelope;
import org.jspecify.annotations.Nullable;

/**
 * A record whose envelope is read.
 *
 * @param raw the record
 * @param envelope what its value says
 */
record Event(RawRecord raw, Envelope envelope) {
  String id() {
    return envelope.getId();
  }

  String type() {
    return envelope.getType();
  }

  @Nullable Long expiresAtMs() {
    var at = envelope.getMetadata().getExpiresAt();
    return at == null ? null : at.toEpochMilli();
  }

  /** When it may run: its next attempt's time, or before the first attempt the publisher's. */
  @Nullable Long dueAtMs() {
    Long due = raw.state().dueAtMs();
    if (due != null || raw.retried()) {
      return due;
    }
    var at = envelope.getMetadata().getNotBefore();
    return at == null ? null : at.toEpochMilli();
  }

  Event withState(io.sluice.schema.DeliveryState changed) {
    return new Event(raw.withState(changed), envelope);
  }
}
