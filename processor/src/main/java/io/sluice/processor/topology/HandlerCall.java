package io.sluice.processor.topology;

import io.sluice.processor.dispatch.Work;
import io.sluice.processor.handler.EventContext;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EncodedEvent;
import io.sluice.schema.EventDraft;
import io.sluice.schema.avro.Envelope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
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
  private boolean givenUp;

  /**
   * What a handler needs to publish.
   *
   * @param pipeline whose name is the source of follow-up events
   * @param topic where they go by default
   * @param topicExists false for a topic that nobody has made
   * @param clock when a follow-up event is created
   */
  record Rules(String pipeline, String topic, Predicate<String> topicExists, InstantSource clock) {}

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
    try {
      EncodedEvent encoded = reader.await(() -> reader.codec().encode(caused, context));
      add(new Outbound(topic, null, encoded.key(), encoded.value()));
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
