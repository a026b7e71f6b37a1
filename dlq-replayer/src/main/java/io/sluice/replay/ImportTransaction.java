package io.sluice.replay;

import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.schema.avro.AuditedLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Letters of an archive into a topic, with the audit of it, in one transaction a call. */
final class ImportTransaction {
  private final Producer<byte[], byte[]> producer;
  private final DeadLetterTopic topic;
  private final int partitions;
  private final AuditTrail audit;

  ImportTransaction(
      Producer<byte[], byte[]> producer, DeadLetterTopic topic, int partitions, AuditTrail audit) {
    this.producer = producer;
    this.topic = topic;
    this.partitions = partitions;
    this.audit = audit;
  }

  void write(List<DeadLetter> letters) {
    inTransaction(
        () -> {
          List<Future<RecordMetadata>> sent = new ArrayList<>();
          letters.forEach(letter -> sent.add(producer.send(record(letter))));
          producer.flush();
          List<AuditedLetter> audited = new ArrayList<>();
          for (int i = 0; i < letters.size(); i++) {
            audited.add(AuditTrail.imported(letters.get(i), Written.of(sent.get(i))));
          }
          send(audit.letters(audited));
        });
  }

  void end(String how) {
    inTransaction(() -> send(audit.ended(how)));
  }

  /** To the partition that it had, where the topic has one of that number. */
  private ProducerRecord<byte[], byte[]> record(DeadLetter letter) {
    int had = letter.place().partition();
    @Nullable Integer partition = had < partitions ? had : null;
    // No timestamp: it is now. With the letter's own, retention could take it at once.
    return new ProducerRecord<>(
        topic.name(), partition, letter.raw().key(), letter.raw().value(), letter.raw().headers());
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private void send(ProducerRecord<byte[], byte[]> record) {
    producer.send(record);
  }

  private void inTransaction(Runnable sends) {
    try {
      producer.beginTransaction();
      sends.run();
      producer.commitTransaction();
    } catch (KafkaException e) {
      throw KafkaFailures.of(topic, e);
    }
  }
}
