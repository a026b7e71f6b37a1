package io.sluice.cli;

import io.sluice.processor.held.HeldRecord;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventFormatException;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import io.sluice.schema.avro.Envelope;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records as events that are not settled yet.
 *
 * @param codec the caller closes it
 * @param retryTopic the pipeline's, whose records carry where they were first read
 */
record EventDecoder(EventCodec codec, String retryTopic) {

  /** An event of a store. */
  OpenEvent event(EventState state, HeldRecord held, Instant since) {
    return event(state, new Raw(held.key(), held.value(), held.state()), since);
  }

  /** An event that nobody has read yet. */
  OpenEvent event(EventState state, ConsumerRecord<byte[], byte[]> record) {
    DeliveryState told = DeliveryHeaders.read(record.headers());
    Origin here =
        new Origin(record.topic(), record.partition(), record.offset(), record.timestamp());
    // What a source's own headers say of an origin is somebody else's.
    boolean ours = record.topic().equals(retryTopic) && told.origin() != null;
    DeliveryState delivery = ours ? told : told.withOrigin(here);
    return event(
        state,
        new Raw(record.key(), record.value(), delivery),
        Instant.ofEpochMilli(record.timestamp()));
  }

  private record Raw(byte @Nullable [] key, byte @Nullable [] value, DeliveryState state) {}

  private OpenEvent event(EventState state, Raw raw, Instant since) {
    DeliveryState delivery = raw.state();
    Origin origin = delivery.origin();
    String where =
        origin == null ? "-" : origin.topic() + "/" + origin.partition() + "/" + origin.offset();
    Envelope envelope = envelope(origin == null ? retryTopic : origin.topic(), raw.value());
    Long dueAtMs = delivery.dueAtMs();
    String id = envelope == null ? where : envelope.getId();
    String key = raw.key() == null ? null : KeyText.of(raw.key());
    return new OpenEvent(
        state,
        id,
        envelope == null ? "" : envelope.getType(),
        // An event without a key of its own travels under its id.
        id.equals(key) ? null : key,
        delivery.attempt(),
        dueAtMs == null ? dueAt(envelope) : Instant.ofEpochMilli(dueAtMs),
        since,
        where,
        failure(delivery));
  }

  /** Null where there is none: it will be a dead letter. */
  private @Nullable Envelope envelope(String topic, byte @Nullable [] value) {
    try {
      return codec.decode(topic, value);
    } catch (EventFormatException e) {
      if (e.isPassing()) {
        throw e;
      }
      return null;
    }
  }

  private static @Nullable Instant dueAt(@Nullable Envelope envelope) {
    return envelope == null ? null : envelope.getMetadata().getNotBefore();
  }

  /** Why an event waits for another attempt; null when it has not failed yet. */
  private static @Nullable String failure(DeliveryState state) {
    LastError error = state.lastError();
    if (error == null) {
      return null;
    }
    String name = PlainText.simpleName(error.className());
    return error.message() == null ? name : name + ": " + error.message();
  }
}
