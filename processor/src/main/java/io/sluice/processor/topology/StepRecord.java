package io.sluice.processor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.processor.policy.Settlement;
import io.sluice.processor.workflow.Effects;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.Origin;
import io.sluice.schema.TopicNames;
import io.sluice.schema.avro.Envelope;
import io.sluice.schema.avro.Metadata;
import io.sluice.schema.avro.StepEvent;
import io.sluice.schema.avro.StepResult;
import io.sluice.schema.avro.WorkflowStep;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The event of a workflow's step as it goes into the pipeline, by its own way in: the retry topic.
 * Only the pipeline itself reads that, and it takes events of any size; dedupe lets it pass, for
 * the workflow starts each step once.
 *
 * <p>It goes to the partition that its key has in the first source, so that it keeps its order with
 * the events there. Its origin is made up, and is one of its own, since parked events know the head
 * of their line by its origin: a topic named after the workflow, and the step's number as offset.
 */
final class StepRecord {
  /** What fits the topics and a producer's request, with key and headers. */
  private static final int MOST_BYTES = 15 * 1024 * 1024;

  /** The version of the envelope that is written here. */
  private static final int ENVELOPE_VERSION = 2;

  private final TopicNames names;
  private final @Nullable Integer partitions;
  private final String envelopeTopic;

  /**
   * @param envelopeTopic names the envelope's subject: the first source
   * @param partitions how many that one has; null: nobody has counted
   */
  StepRecord(TopicNames names, String envelopeTopic, @Nullable Integer partitions) {
    this.names = names;
    this.envelopeTopic = envelopeTopic;
    this.partitions = partitions;
  }

  /** A step's event, and when it is due; null: at once. */
  record Made(Outbound outbound, Settled settled, @Nullable Long dueAtMs) {}

  Made of(Effects.StepStart start, EventReader reader, long nowMs) {
    Envelope envelope = envelope(start, nowMs);
    byte[] value = fitting(envelope, reader);
    StepEvent event = start.event();
    String key = event.getKey();
    byte[] keyBytes = (key == null ? start.id() : key).getBytes(UTF_8);
    Integer partition =
        partitions == null
            ? null
            : (Integer) (Utils.toPositive(Utils.murmur2(keyBytes)) % partitions);
    Instant due = envelope.getMetadata().getNotBefore();
    Long dueAtMs = due == null || due.toEpochMilli() <= nowMs ? null : (Long) due.toEpochMilli();
    DeliveryState state =
        DeliveryState.fresh()
            .withOrigin(
                new Origin(
                    originTopic(names, start.workflow()),
                    partition == null ? 0 : partition,
                    start.step(),
                    nowMs))
            .withDueAt(dueAtMs);
    RawRecord raw = new RawRecord(keyBytes, value, new RecordHeaders(), state, true);
    Settlement waits = new Settlement.Delayed(dueAtMs == null ? nowMs : dueAtMs);
    return new Made(
        new Outbound(names.retry(), partition, keyBytes, value),
        Settled.unrun(new Event(raw, envelope), waits),
        dueAtMs);
  }

  /**
   * An event that its topic refuses would stop the pipeline: one that is too large, in spite of all
   * limits, is given ids and outcomes only, and if that does not help, nothing.
   */
  private byte[] fitting(Envelope envelope, EventReader reader) {
    byte[] value = encoded(envelope, reader);
    WorkflowStep step = envelope.getMetadata().getWorkflow();
    if (value.length <= MOST_BYTES || step == null) {
      return value;
    }
    step.setResults(step.getResults().stream().map(StepRecord::bare).toList());
    value = encoded(envelope, reader);
    if (value.length > MOST_BYTES) {
      step.setResults(List.of());
      value = encoded(envelope, reader);
    }
    return value;
  }

  private byte[] encoded(Envelope envelope, EventReader reader) {
    return reader.await(() -> reader.codec().encodeEnvelope(envelopeTopic, envelope));
  }

  private static StepResult bare(StepResult full) {
    boolean omitted = full.getOmitted() || full.getData() != null || full.getMembers() != null;
    return new StepResult(full.getId(), full.getOutcome(), null, omitted, null);
  }

  static String originTopic(TopicNames names, String workflow) {
    return names.workflow() + "/" + workflow;
  }

  private static Envelope envelope(Effects.StepStart start, long nowMs) {
    StepEvent event = start.event();
    Metadata metadata =
        new Metadata(
            start.about().correlationId(),
            start.causationId(),
            moment(event.getExpiresAt(), event.getExpiresMs(), nowMs),
            moment(event.getNotBefore(), event.getDelayMs(), nowMs),
            event.getLabels(),
            new WorkflowStep(start.workflow(), start.step(), start.results()));
    return new Envelope(
        start.id(),
        event.getType(),
        ENVELOPE_VERSION,
        Instant.ofEpochMilli(nowMs),
        start.about().source(),
        event.getData(),
        metadata);
  }

  /** A fixed time, or one that counts from now; the end of time where that is beyond it. */
  private static @Nullable Instant moment(
      @Nullable Instant fixed, @Nullable Long fromNowMs, long nowMs) {
    if (fromNowMs == null) {
      return fixed;
    }
    long ms = nowMs + fromNowMs;
    return Instant.ofEpochMilli(ms < nowMs && fromNowMs > 0 ? Long.MAX_VALUE : ms);
  }
}
