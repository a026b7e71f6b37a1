package io.sluice.replay;

import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.replay.letter.Place;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventFormatException;
import io.sluice.schema.RegistryUnavailableException;
import io.sluice.schema.avro.AuditRecord;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what was done to the letters of a topic. Thread-safe; writes nothing. */
public final class AuditLog {
  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

  private final Map<String, ?> kafka;
  private final EventCodec codec;
  private final Clock clock;

  /**
   * @param kafka settings for Kafka clients
   * @param codec the caller closes it
   */
  public AuditLog(Map<String, ?> kafka, EventCodec codec, Clock clock) {
    this.kafka = Map.copyOf(kafka);
    this.codec = codec;
    this.clock = clock;
  }

  /**
   * All runs, the first one first; none where nobody has done anything yet.
   *
   * @throws ReplayException when the audit cannot be read
   */
  public List<AuditedRun> runs(DeadLetterTopic topic) {
    Map<String, AuditedRun> runs = new LinkedHashMap<>();
    read(
        topic,
        record ->
            runs.compute(
                record.getRun(),
                (id, run) -> run == null ? AuditedRun.of(record) : run.with(record)));
    return new ArrayList<>(runs.values());
  }

  /**
   * Shows each audit record, in the order of their writing.
   *
   * @throws ReplayException when the audit cannot be read
   */
  public void read(DeadLetterTopic topic, Consumer<AuditRecord> visitor) {
    try (Cluster cluster = new RemoteCluster(kafka)) {
      if (cluster.find(topic.auditTopic()).isPresent()) {
        read(cluster, topic, visitor);
      }
    } catch (RegistryUnavailableException e) {
      throw new ReplayException(
          "The " + e.getMessage() + ". The audit cannot be read without it.", e);
    } catch (KafkaException e) {
      throw KafkaFailures.whileReading(topic.auditTopic(), e);
    }
  }

  void read(Cluster cluster, DeadLetterTopic topic, Consumer<AuditRecord> visitor) {
    TopicPartition audit = new TopicPartition(topic.auditTopic(), 0);
    try (var consumer = cluster.consumer(topic.replayerGroup())) {
      consumer.assign(List.of(audit));
      new TopicScan(consumer, clock)
          .read(
              consumer.beginningOffsets(List.of(audit)),
              consumer.endOffsets(List.of(audit)),
              record -> {
                // A pipeline's audit is of its dead letters and of its parking topic.
                decoded(record)
                    .filter(read -> read.getTopic().equals(topic.name()))
                    .ifPresent(visitor);
                return true;
              });
    }
  }

  /** Empty for what somebody else has written there. */
  private Optional<AuditRecord> decoded(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.of(codec.decodeAudit(record.topic(), record.value()));
    } catch (EventFormatException e) {
      if (e.isPassing()) {
        throw e;
      }
      LOG.warn("{} is no audit record: {}", Place.of(record), e.getMessage());
      return Optional.empty();
    }
  }
}
