package io.sluice.producer;

import io.sluice.schema.EventDraft;
import io.sluice.schema.Workflow;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Publishes events; what a service depends on, so that its tests can hand in a fake. */
public interface Publisher {

  /**
   * Publishes one event.
   *
   * @return completes with where the event landed once every in-sync replica has it; fails with an
   *     {@link io.sluice.schema.EventFormatException} when the event cannot be encoded, and with a
   *     {@link PublishFailedException} when it could not be handed to Kafka
   * @throws IllegalStateException when the publisher is closed
   */
  CompletableFuture<PublishReceipt> publish(EventDraft draft);

  /**
   * Publishes a workflow, all of it or nothing, to the pipeline that the publisher was made for.
   * Publishing one again that was given an id is safe: a pipeline ignores the second. A fake that
   * does not implement this publishes none: the future fails with an UnsupportedOperationException.
   *
   * @return completes with where it landed once every in-sync replica has it; fails with an {@link
   *     io.sluice.schema.EventFormatException} or IllegalArgumentException when a step cannot be
   *     encoded, and with a {@link PublishFailedException} when it could not be handed to Kafka
   * @throws IllegalStateException when the publisher is closed, or was made for no pipeline
   */
  default CompletableFuture<WorkflowReceipt> publish(Workflow workflow) {
    return CompletableFuture.failedFuture(
        new UnsupportedOperationException("this publisher publishes events only"));
  }

  /**
   * Publishes events in the order given. Each succeeds or fails by itself; it is not a transaction.
   *
   * @return one future an event, in the order given
   * @throws IllegalStateException when the publisher is closed
   */
  default List<CompletableFuture<PublishReceipt>> publishAll(Collection<EventDraft> drafts) {
    return drafts.stream().map(this::publish).toList();
  }
}
