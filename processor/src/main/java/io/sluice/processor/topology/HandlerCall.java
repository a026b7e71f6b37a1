package io.sluice.processor.topology;

import io.sluice.processor.handler.EventContext;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EncodedEvent;
import io.sluice.schema.EventDraft;
import io.sluice.schema.avro.Envelope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.jspecify.annotations.Nullable;

/** One attempt as its handler sees it; gathers what the handler publishes until it succeeds. */
final class HandlerCall implements EventContext {
  private final Event event;
  private final int attempt;
  private final Instant startedAt;
  private final Publishing publishing;
  private final List<Outbound> emitted = new ArrayList<>();
  private @Nullable TaskCorruptedException givenBack;

  /**
   * What a handler needs to publish.
   *
   * @param pipeline whose name is the source of follow-up events
   * @param topic where they go by default
   * @param topicExists false for a topic that nobody has made
   */
  record Rules(String pipeline, String topic, Predicate<String> topicExists) {}

  /** Rules, and the task's own way to the codec. */
  record Publishing(Rules rules, EventReader reader) {}

  HandlerCall(Event event, int attempt, Instant startedAt, Publishing publishing) {
    this.event = event;
    this.attempt = attempt;
    this.startedAt = startedAt;
    this.publishing = publishing;
  }

  /** What the handler published, in order. */
  List<Outbound> emitted() {
    return List.copyOf(emitted);
  }

  /** Set when the record must be read again, whatever the handler made of the exception. */
  @Nullable TaskCorruptedException givenBack() {
    return givenBack;
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
    return attempt;
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
    EncodeContext context = new EncodeContext(topic, publishing.rules().pipeline(), startedAt);
    EventDraft caused = draft.causedBy(cause.getId(), correlationId());
    EventReader reader = publishing.reader();
    try {
      EncodedEvent encoded = reader.await(() -> reader.codec().encode(caused, context));
      emitted.add(new Outbound(topic, null, encoded.key(), encoded.value()));
    } catch (TaskCorruptedException e) {
      givenBack = e;
      throw e;
    }
  }
}
