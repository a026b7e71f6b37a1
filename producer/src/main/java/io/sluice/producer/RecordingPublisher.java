package io.sluice.producer;

import io.sluice.schema.EncodeContext;
import io.sluice.schema.EncodedEvent;
import io.sluice.schema.EncodedWorkflow;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.EventFormatException;
import io.sluice.schema.InMemorySchemaRegistry;
import io.sluice.schema.SchemaRegistry;
import io.sluice.schema.Workflow;
import io.sluice.schema.avro.Envelope;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A publisher without Kafka, for tests of code that publishes. It encodes as the real one does, so
 * an event that the real one would refuse is refused here too, and records what it was given.
 * Thread-safe.
 */
public final class RecordingPublisher implements Publisher {
  private static final String SOURCE = "recording-publisher";

  private final String topic;
  private final Clock clock;
  private final EventCodec codec;
  private final List<EventDraft> drafts = new ArrayList<>();
  private final List<EncodedEvent> events = new ArrayList<>();
  private final List<Workflow> workflows = new ArrayList<>();
  private @Nullable RuntimeException failure;

  /** Publishes to a topic of the given name, with a registry of its own in memory. */
  public RecordingPublisher(String topic) {
    this(topic, new InMemorySchemaRegistry(), Clock.systemUTC());
  }

  /** As above, with the schemas that the test has registered, at the time of the test's clock. */
  public RecordingPublisher(String topic, SchemaRegistry registry, Clock clock) {
    this.topic = topic;
    this.clock = clock;
    this.codec = EventCodec.create(Map.of(), registry);
  }

  /** Partition 0, and offsets counted from 0. */
  @Override
  public synchronized CompletableFuture<PublishReceipt> publish(EventDraft draft) {
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    EncodedEvent event;
    try {
      event = codec.encode(draft, new EncodeContext(topic, SOURCE, clock.instant()));
    } catch (EventFormatException | IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
    drafts.add(draft);
    events.add(event);
    return CompletableFuture.completedFuture(
        new PublishReceipt(
            event.id(), topic, 0, events.size() - 1L, Instant.ofEpochMilli(event.timestampMs())));
  }

  /** Partition 0 of the topic's name and {@code .workflow}. */
  @Override
  public synchronized CompletableFuture<WorkflowReceipt> publish(Workflow workflow) {
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    String to = topic + ".workflow";
    EncodedWorkflow encoded;
    try {
      encoded = codec.encodeWorkflow(workflow, new EncodeContext(to, SOURCE, clock.instant()));
    } catch (EventFormatException | IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
    workflows.add(workflow.id(encoded.id()));
    return CompletableFuture.completedFuture(
        new WorkflowReceipt(
            encoded.id(),
            to,
            0,
            encoded.steps(),
            encoded.values().size(),
            Instant.ofEpochMilli(encoded.timestampMs())));
  }

  /** The workflows that were published, with their ids, in order. */
  public synchronized List<Workflow> workflows() {
    return List.copyOf(workflows);
  }

  /** What was published, as given, in order. */
  public synchronized List<EventDraft> drafts() {
    return List.copyOf(drafts);
  }

  /** What was published, as it would be on the topic, in order. */
  public synchronized List<EncodedEvent> events() {
    return List.copyOf(events);
  }

  /** What was published, as a consumer would read it, in order. */
  public synchronized List<Envelope> envelopes() {
    return events.stream().map(event -> codec.decode(topic, event.value())).toList();
  }

  /** The payload of a recorded envelope. */
  public <T> T data(Envelope envelope, Class<T> as) {
    return codec.decodeData(envelope, as);
  }

  /** From now on every publish fails with this, and nothing is recorded. */
  public synchronized void failWith(RuntimeException with) {
    failure = with;
  }

  /** Forgets what was recorded, and publishes again if it was made to fail. */
  public synchronized void clear() {
    drafts.clear();
    events.clear();
    workflows.clear();
    failure = null;
  }
}
