package io.sluice.processor.topology;

import io.sluice.schema.DeliveryState;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
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
    return EventStatus.newBuilder()
        .setId(settled.id())
        .setType(settled.type())
        .setPipeline(pipeline)
        .setOutcome(step.outcome())
        .setReason(step.reason())
        .setAttempt(state.attempt())
        .setAt(Instant.ofEpochMilli(nowMs))
        .setDueAt(step.dueAtMs() == null ? null : Instant.ofEpochMilli(step.dueAtMs()))
        .setDurationMs(settled.ran() == null ? null : settled.ran().toMillis())
        .setKey(settled.raw().keyAsText())
        .setTopic(origin.topic())
        .setPartition(origin.partition())
        .setOffset(origin.offset())
        .setErrorClass(error == null ? null : error.className())
        .setErrorMessage(error == null ? null : error.message())
        .setReplayCount(state.replayCount())
        .build();
  }
}
