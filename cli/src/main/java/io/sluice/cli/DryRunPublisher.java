package io.sluice.cli;

import io.sluice.producer.PublishReceipt;
import io.sluice.producer.Publisher;
import io.sluice.producer.WorkflowReceipt;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EncodedEvent;
import io.sluice.schema.EncodedWorkflow;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.EventFormatException;
import io.sluice.schema.Workflow;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Encodes as the real publisher would, against the real registry, and sends and registers nothing.
 * Its receipts have partition and offset -1.
 */
final class DryRunPublisher implements Publisher, AutoCloseable {
  private final String topic;
  private final String source;
  private final Clock clock;
  private final EventCodec looking;
  private final EventCodec encoding;

  DryRunPublisher(String topic, String source, Map<String, ?> registryConfig, Clock clock) {
    this.topic = topic;
    this.source = source;
    this.clock = clock;
    this.looking = EventCodec.create(registryConfig);
    this.encoding = EventCodec.create(registryConfig, new ReadOnlyRegistry(looking.registry()));
  }

  @Override
  public CompletableFuture<PublishReceipt> publish(EventDraft draft) {
    try {
      EncodedEvent event =
          encoding.encode(draft, new EncodeContext(topic, source, clock.instant()));
      return CompletableFuture.completedFuture(
          new PublishReceipt(event.id(), topic, -1, -1, Instant.ofEpochMilli(event.timestampMs())));
    } catch (EventFormatException | IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** To the topic that this was made for, as if it were the pipeline's. */
  @Override
  public CompletableFuture<WorkflowReceipt> publish(Workflow workflow) {
    try {
      EncodedWorkflow encoded =
          encoding.encodeWorkflow(workflow, new EncodeContext(topic, source, clock.instant()));
      return CompletableFuture.completedFuture(
          new WorkflowReceipt(
              encoded.id(),
              topic,
              -1,
              encoded.steps(),
              encoded.values().size(),
              Instant.ofEpochMilli(encoded.timestampMs())));
    } catch (EventFormatException | IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public void close() {
    looking.close();
  }
}
