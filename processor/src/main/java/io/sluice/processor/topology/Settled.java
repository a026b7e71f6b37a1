package io.sluice.processor.topology;

import io.sluice.processor.policy.Reason;
import io.sluice.processor.policy.Settlement;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.EventFormatException;
import io.sluice.schema.LastError;
import io.sluice.schema.avro.Envelope;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event and what becomes of it: what every stage hands to {@link Settle}.
 *
 * @param raw the record, its state up to date with the attempt that was made
 * @param envelope null when the record cannot be read
 * @param settlement the decision
 * @param ran how long the handler ran; null when it did not
 * @param emitted follow-up events; empty unless it succeeded
 * @param result what its handler gave, encoded; null: nothing
 * @param handler the type or pattern of the handler that it failed in; null: it has not failed, or
 *     no handler had it
 */
@SuppressWarnings("ArrayRecordComponent") // Handed straight to the codec, never compared.
record Settled(
    RawRecord raw,
    @Nullable Envelope envelope,
    Settlement settlement,
    @Nullable Duration ran,
    List<Outbound> emitted,
    byte @Nullable [] result,
    @Nullable String handler) {

  /** An event that has given no result. */
  Settled(
      RawRecord raw,
      @Nullable Envelope envelope,
      Settlement settlement,
      @Nullable Duration ran,
      List<Outbound> emitted,
      @Nullable String handler) {
    this(raw, envelope, settlement, ran, emitted, null, handler);
  }

  /** Settles an event whose handler has not run. */
  static Settled unrun(Event event, Settlement settlement) {
    return new Settled(event.raw(), event.envelope(), settlement, null, List.of(), null);
  }

  /** Settles a record that can never be read. */
  static Settled undecodable(RawRecord raw, EventFormatException error) {
    DeliveryState state = raw.state().withLastError(LastError.of(error));
    return new Settled(
        raw.withState(state), null, new Settlement.Dead(Reason.UNDECODABLE), null, List.of(), null);
  }

  /** The same, settled otherwise. */
  Settled as(Settlement other) {
    return new Settled(raw, envelope, other, ran, emitted, result, handler);
  }

  Settled failedIn(String itsHandler) {
    return new Settled(raw, envelope, settlement, ran, emitted, result, itsHandler);
  }

  String id() {
    return envelope == null ? raw.origin().syntheticId() : envelope.getId();
  }

  String type() {
    return envelope == null ? "" : envelope.getType();
  }
}
