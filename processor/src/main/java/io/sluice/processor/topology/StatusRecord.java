package io.sluice.processor.topology;

import io.sluice.schema.DeliveryState;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import io.sluice.schema.avro.WorkflowStep;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One step of an event's life as the Avro record that {@code <pipeline>.status} holds. */
final class StatusRecord {
  private StatusRecord() {}

  /** The step's own part; the rest is taken from what was settled. */
  record Step(Outcome outcome, @Nullable String reason, @Nullable Long dueAtMs) {}

  static EventStatus of(String pipeline, Settled settled, Step step, long nowMs) {
    DeliveryState state = settled.raw().state();
    Origin origin = settled.raw().origin();
    // A success has no error to show, though earlier attempts had one.
    LastError error = step.outcome() == Outcome.SUCCEEDED ? null : state.lastError();
    WorkflowStep place =
        settled.envelope() == null ? null : settled.envelope().getMetadata().getWorkflow();
    // Not by its builder, which checks each field once more: this is done for every event.
    return new EventStatus(
        settled.id(),
        settled.type(),
        pipeline,
        step.outcome(),
        step.reason(),
        state.attempt(),
        Instant.ofEpochMilli(nowMs),
        step.dueAtMs() == null ? null : Instant.ofEpochMilli(step.dueAtMs()),
        settled.ran() == null ? null : (Long) settled.ran().toMillis(),
        settled.raw().keyAsText(),
        origin.topic(),
        origin.partition(),
        origin.offset(),
        error == null ? null : error.className(),
        error == null ? null : error.message(),
        state.replayCount(),
        settled.result() == null ? null : ByteBuffer.wrap(settled.result()),
        place == null ? null : place.getId(),
        place == null ? null : (Integer) place.getStep());
  }
}
