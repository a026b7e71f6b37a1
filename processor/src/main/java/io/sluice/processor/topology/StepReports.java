package io.sluice.processor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.processor.policy.Reason;
import io.sluice.schema.Origin;
import io.sluice.schema.TopicNames;
import io.sluice.schema.avro.Outcome;
import io.sluice.schema.avro.StepSettled;
import io.sluice.schema.avro.WorkflowRecord;
import io.sluice.schema.avro.WorkflowStep;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a workflow is told of its steps: each outcome that ends a step for now. */
final class StepReports {
  private static final Map<Outcome, String> ENDS =
      Map.of(
          Outcome.SUCCEEDED, "succeeded",
          Outcome.DEAD, "dead",
          Outcome.EXPIRED, "expired",
          Outcome.DISCARDED, "discarded",
          Outcome.CANCELLED, "cancelled");

  private final TopicNames names;
  private final String origins;

  StepReports(TopicNames names) {
    this.names = names;
    this.origins = StepRecord.originTopic(names, "");
  }

  /** The report about an event; null for one that is no step, or has not ended. */
  @Nullable Outbound of(Settled settled, StatusRecord.Step step, EventReader reader, long nowMs) {
    Place place = place(settled);
    if (place == null) {
      return null;
    }
    String outcome = ENDS.get(step.outcome());
    // A duplicate says nothing of the event itself.
    if (outcome == null || Reason.DUPLICATE.word().equals(step.reason())) {
      return null;
    }
    byte[] result = settled.result();
    StepSettled body =
        new StepSettled(
            place.step(), place.event(), outcome, result == null ? null : ByteBuffer.wrap(result));
    WorkflowRecord report = new WorkflowRecord(place.workflow(), Instant.ofEpochMilli(nowMs), body);
    byte[] value = reader.await(() -> reader.codec().encodeWorkflow(names.workflow(), report));
    return new Outbound(names.workflow(), null, place.workflow().getBytes(UTF_8), value);
  }

  private record Place(String workflow, int step, String event) {}

  private @Nullable Place place(Settled settled) {
    if (settled.envelope() == null) {
      return unreadable(settled.raw().origin());
    }
    WorkflowStep step = settled.envelope().getMetadata().getWorkflow();
    return step == null ? null : new Place(step.getId(), step.getStep(), settled.id());
  }

  /** A step whose envelope can be read no more: its origin still says which one it is. */
  private @Nullable Place unreadable(Origin origin) {
    return origin.topic().startsWith(origins)
        ? new Place(origin.topic().substring(origins.length()), (int) origin.offset(), "")
        : null;
  }
}
