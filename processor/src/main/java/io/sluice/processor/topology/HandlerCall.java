package io.sluice.processor.topology;

import io.sluice.processor.dispatch.Work;
import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.ResultTooLargeException;
import io.sluice.processor.handler.Results;
import io.sluice.processor.handler.StepOutcome;
import io.sluice.processor.policy.WorkflowLimits;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EncodedEvent;
import io.sluice.schema.EncodedWorkflow;
import io.sluice.schema.EventDraft;
import io.sluice.schema.TopicNames;
import io.sluice.schema.Workflow;
import io.sluice.schema.avro.Envelope;
import io.sluice.schema.avro.WorkflowStep;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.jspecify.annotations.Nullable;

/**
 * One attempt as its handler sees it; gathers what the handler publishes until it succeeds. Used by
 * the handler's thread, or where the handler is async by any; read by the stream thread once the
 * attempt has ended.
 */
final class HandlerCall implements EventContext {
  private final Event event;
  private final Publishing publishing;
  private @Nullable List<Outbound> emitted;
  private byte @Nullable [] result;
  private boolean givenUp;

  /**
   * What a handler needs to publish.
   *
   * @param pipeline whose name is the source of follow-up events
   * @param topic where they go by default
   * @param topicExists false for a topic that nobody has made
   * @param clock when a follow-up event is created
   * @param workflows whether workflows are carried out, and how large a result may be
   */
  record Rules(
      String pipeline,
      String topic,
      Predicate<String> topicExists,
      InstantSource clock,
      WorkflowLimits workflows) {}

  /** Rules, and the task's own way to the codec. */
  record Publishing(Rules rules, EventReader reader) {}

  HandlerCall(Event event, Publishing publishing) {
    this.event = event;
    this.publishing = publishing;
  }

  /** What the handler published, in order. */
  synchronized List<Outbound> emitted() {
    return emitted == null ? List.of() : List.copyOf(emitted);
  }

  /** What the handler gave as its result, encoded; null: nothing. */
  synchronized byte @Nullable [] result() {
    return result;
  }

  /** True if the attempt has no outcome, whatever the handler made of the exception. */
  synchronized boolean isGivenUp() {
    return givenUp;
  }

  @Override
  public String id() {
    return event.id();
  }

  @Override
  public String type() {
    return event.type();
  }

  @Override
  public @Nullable String key() {
    String key = event.raw().keyAsText();
    return event.id().equals(key) ? null : key;
  }

  @Override
  public String source() {
    return event.envelope().getSource();
  }

  @Override
  public Instant timestamp() {
    return event.envelope().getTimestamp();
  }

  @Override
  public int attempt() {
    return event.raw().state().attempt() + 1;
  }

  @Override
  public String correlationId() {
    String given = event.envelope().getMetadata().getCorrelationId();
    return given == null ? event.id() : given;
  }

  @Override
  public String idempotencyKey() {
    return event.id();
  }

  @Override
  public @Nullable Instant deadline() {
    return event.envelope().getMetadata().getExpiresAt();
  }

  @Override
  public int replayCount() {
    return event.raw().state().replayCount();
  }

  @Override
  public Map<String, String> labels() {
    return Map.copyOf(event.envelope().getMetadata().getLabels());
  }

  @Override
  public @Nullable String workflowId() {
    WorkflowStep step = event.envelope().getMetadata().getWorkflow();
    return step == null ? null : step.getId();
  }

  @Override
  public Results previous() {
    WorkflowStep step = event.envelope().getMetadata().getWorkflow();
    if (step == null || step.getResults().isEmpty()) {
      return Results.none();
    }
    return new Results(
        step.getResults().stream().map(it -> new StepOutcome(it, new ResultDecoder())).toList());
  }

  @Override
  public void result(@Nullable Object value) {
    keep(value == null ? null : encoded(value));
  }

  private byte[] encoded(Object value) {
    EventReader reader = publishing.reader();
    byte[] bytes = orGivenUp(() -> reader.codec().encodeResult(event.type(), value));
    int most = publishing.rules().workflows().maxResultBytes();
    if (bytes.length > most) {
      keep(null);
      throw new ResultTooLargeException(event.type(), bytes.length, most);
    }
    return bytes;
  }

  private synchronized void keep(byte @Nullable [] encoded) {
    result = encoded;
  }

  /** Reads results on the handler's thread, waiting for the registry where it must. */
  private final class ResultDecoder implements StepOutcome.Decoder {
    @Override
    public <T> T decode(ByteBuffer bytes, Class<T> as) {
      return orGivenUp(() -> publishing.reader().codec().decodeResult(bytes, as));
    }
  }

  @Override
  public void publish(EventDraft draft) {
    publish(publishing.rules().topic(), draft);
  }

  @Override
  public void publish(String topic, EventDraft draft) {
    Envelope cause = event.envelope();
    if (!publishing.rules().topicExists().test(topic)) {
      throw new IllegalArgumentException(
          "topic " + topic + " does not exist; make it with: sluice topics create " + topic);
    }
    EncodeContext context =
        new EncodeContext(
            topic, publishing.rules().pipeline(), publishing.rules().clock().instant());
    EventDraft caused = draft.causedBy(cause.getId(), correlationId());
    EventReader reader = publishing.reader();
    EncodedEvent encoded = orGivenUp(() -> reader.codec().encode(caused, context));
    add(new Outbound(topic, null, encoded.key(), encoded.value()));
  }

  @Override
  public String publish(Workflow workflow) {
    HandlerCall.Rules rules = publishing.rules();
    if (!rules.workflows().carriedOut()) {
      throw new IllegalStateException(WorkflowLimits.WHY_REFUSED);
    }
    String topic = new TopicNames(rules.pipeline()).workflow();
    EncodeContext context = new EncodeContext(topic, rules.pipeline(), rules.clock().instant());
    Workflow caused = workflow.causedBy(event.id(), correlationId());
    EncodedWorkflow encoded =
        orGivenUp(() -> publishing.reader().codec().encodeWorkflow(caused, context));
    encoded.values().forEach(part -> add(new Outbound(topic, null, encoded.key(), part)));
    return encoded.id();
  }

  private <T> T orGivenUp(Supplier<T> work) {
    try {
      return publishing.reader().await(work);
    } catch (TaskCorruptedException e) {
      giveUp();
      throw new Work.GivenUp("the pipeline stops, and the schema registry is away", e);
    }
  }

  private synchronized void add(Outbound outbound) {
    if (emitted == null) {
      emitted = new ArrayList<>();
    }
    emitted.add(outbound);
  }

  private synchronized void giveUp() {
    givenUp = true;
  }
}
