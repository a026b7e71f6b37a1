package io.sluice.producer;

import io.micrometer.core.instrument.Timer;
import io.sluice.producer.PublishFailedException.Reason;
import io.sluice.producer.PublisherMetrics.Outcome;
import io.sluice.schema.EncodedWorkflow;
import io.sluice.schema.EventFormatException;
import io.sluice.schema.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Publishes workflows to one pipeline: one of a single record like an event, a larger one in a
 * transaction. Thread-safe.
 */
final class WorkflowPublishing implements AutoCloseable {
  private final Target target;
  private final Producer<byte[], byte[]> single;
  private final Transactions transactions;

  /**
   * Where to and how.
   *
   * @param encoding for that topic, with the present time
   */
  record Target(
      String topic,
      Function<Workflow, EncodedWorkflow> encoding,
      PublisherMetrics metrics,
      SendFailures failures) {}

  /**
   * @param single for what is one record; closed by whoever made it
   * @param transactions for the others; closed with this
   */
  WorkflowPublishing(Target target, Producer<byte[], byte[]> single, Transactions transactions) {
    this.target = target;
    this.single = single;
    this.transactions = transactions;
  }

  /**
   * @throws IllegalStateException when a producer is closed
   */
  CompletableFuture<WorkflowReceipt> publish(Workflow workflow) {
    Timer.Sample since = target.metrics().start();
    EncodedWorkflow encoded;
    try {
      encoded = target.encoding().apply(workflow);
    } catch (RuntimeException e) {
      boolean passing = e instanceof EventFormatException format && format.isPassing();
      target.metrics().count(Workflow.TYPE, passing ? Outcome.FAILED : Outcome.REFUSED);
      return CompletableFuture.failedFuture(e);
    }
    List<ProducerRecord<byte[], byte[]>> records =
        encoded.values().stream()
            .map(
                value ->
                    new ProducerRecord<>(
                        target.topic(), null, encoded.timestampMs(), encoded.key(), value))
            .toList();
    CompletableFuture<WorkflowReceipt> receipt = new CompletableFuture<>();
    try {
      if (records.size() == 1) {
        sendOne(records.get(0), encoded, since, receipt);
      } else {
        landed(transactions.send(records), encoded, since, receipt);
      }
    } catch (KafkaException e) {
      failed(e, encoded, receipt);
    }
    return receipt;
  }

  private void sendOne(
      ProducerRecord<byte[], byte[]> record,
      EncodedWorkflow encoded,
      Timer.Sample since,
      CompletableFuture<WorkflowReceipt> receipt) {
    Future<RecordMetadata> unused =
        single.send(
            record,
            (landed, failure) -> {
              if (failure == null) {
                landed(landed, encoded, since, receipt);
              } else {
                failed(failure, encoded, receipt);
              }
            });
  }

  private void landed(
      RecordMetadata first,
      EncodedWorkflow encoded,
      Timer.Sample since,
      CompletableFuture<WorkflowReceipt> receipt) {
    target.metrics().published(Workflow.TYPE, since);
    receipt.complete(
        new WorkflowReceipt(
            encoded.id(),
            first.topic(),
            first.partition(),
            encoded.steps(),
            encoded.values().size(),
            Instant.ofEpochMilli(encoded.timestampMs())));
  }

  private void failed(
      Exception failure, EncodedWorkflow encoded, CompletableFuture<WorkflowReceipt> receipt) {
    PublishFailedException explained = target.failures().explain(encoded.id(), cause(failure));
    boolean tooLarge = explained.reason() == Reason.TOO_LARGE;
    target.metrics().count(Workflow.TYPE, tooLarge ? Outcome.REFUSED : Outcome.FAILED);
    receipt.completeExceptionally(explained);
  }

  /** A commit that fails because of a send wraps what the send failed of. */
  private static Throwable cause(Throwable failure) {
    return failure.getClass() == KafkaException.class
            && failure.getCause() instanceof KafkaException cause
        ? cause(cause)
        : failure;
  }

  @Override
  public void close() {
    transactions.close();
  }
}
