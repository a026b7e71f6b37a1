package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.schema.EventCodec;
import io.sluice.schema.RegistryUnavailableException;
import io.sluice.schema.TopicNames;
import io.sluice.schema.avro.AuditRecord;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Writes what an operator says to a pipeline, and what the audit tells of that, in one transaction:
 * both are there, or neither is. Thread-safe.
 */
public final class AuditedWriting {
  /** What is open hides all that is written after it; a command that dies must not for long. */
  private static final int TRANSACTION_MS = 10_000;

  private final Map<String, Object> kafka;
  private final EventCodec codec;
  private final Clock clock;

  /**
   * @param kafka settings for Kafka clients
   * @param codec the caller closes it
   */
  public AuditedWriting(Map<String, ?> kafka, EventCodec codec, Clock clock) {
    this.kafka = new HashMap<>(kafka);
    this.kafka.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MS);
    this.codec = codec;
    this.clock = clock;
  }

  /**
   * What is said.
   *
   * @param action in one word, for the audit: pause, cancel
   * @param about what it is about, for the audit: a type, ids
   * @param records the records of the control topic, by key; without a value: taken back
   */
  public record Saying(String action, String about, Map<String, Record> records) {}

  /**
   * The value of a record.
   *
   * @param value null: a tombstone
   */
  public record Record(byte @Nullable [] value) {}

  /**
   * Says it on the control topic of a pipeline, which must be there.
   *
   * @throws ReplayException when it could not be written; then nothing was
   */
  public void write(TopicNames pipeline, Operator operator, Saying saying) {
    String run = Run.newId();
    try (Cluster cluster = new RemoteCluster(kafka)) {
      TopicFacts control =
          cluster
              .find(pipeline.control())
              .orElseThrow(
                  () -> new ReplayException("There is no topic " + pipeline.control() + "."));
      byte[] audit = codec.encodeAudit(pipeline.audit(), audited(run, pipeline, operator, saying));
      cluster.ensure(TopicWish.audit(pipeline.audit(), control));
      // Its own id: two operators must not fence each other off.
      try (Producer<byte[], byte[]> producer =
          cluster.producer(pipeline.control() + ".operator-" + run)) {
        producer.initTransactions();
        producer.beginTransaction();
        saying.records().forEach((key, one) -> send(producer, pipeline.control(), key, one.value));
        send(producer, pipeline.audit(), run, audit);
        producer.commitTransaction();
      }
    } catch (RegistryUnavailableException e) {
      throw new ReplayException("The " + e.getMessage() + ". Nothing was done.", e);
    } catch (KafkaException e) {
      throw new ReplayException(
          "Nothing was said to the pipeline " + pipeline.pipeline() + ": " + reason(e), e);
    }
  }

  private AuditRecord audited(String run, TopicNames pipeline, Operator operator, Saying saying) {
    return AuditRecord.newBuilder()
        .setRun(run)
        .setAction(saying.action())
        .setBy(operator.by())
        .setAt(clock.instant())
        .setCommand(operator.command())
        .setReason(operator.reason())
        .setFilter(saying.about())
        .setTopic(pipeline.control())
        .setEnded("complete")
        .build();
  }

  /** A failed send fails the commit, so its future need not be looked at. */
  @SuppressWarnings("FutureReturnValueIgnored")
  private static void send(
      Producer<byte[], byte[]> producer, String topic, String key, byte @Nullable [] value) {
    producer.send(new ProducerRecord<>(topic, 0, key.getBytes(UTF_8), value));
  }

  private static String reason(KafkaException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return KafkaFailures.rightMissing(root).orElse(String.valueOf(root.getMessage()));
  }
}
