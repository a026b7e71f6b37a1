package io.sluice.replay;

import io.sluice.replay.Verdict.Fate;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.replay.letter.Place;
import io.sluice.schema.avro.AuditedLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One transaction a call: the records, the mark of each letter, the audit record and the group's
 * offsets commit together, or none do. Not thread-safe.
 */
final class TransactionalMover implements LetterMover {
  private final Producer<byte[], byte[]> producer;
  private final ConsumerGroupMetadata group;
  private final Run run;
  private final AuditTrail audit;
  private final OperatorStatus statuses;

  /**
   * @param producer closed by whoever made it, which aborts what is open
   * @param group the replayer's
   */
  TransactionalMover(
      Producer<byte[], byte[]> producer,
      ConsumerGroupMetadata group,
      Run run,
      AuditTrail audit,
      OperatorStatus statuses) {
    this.producer = producer;
    this.group = group;
    this.run = run;
    this.audit = audit;
    this.statuses = statuses;
  }

  @Override
  public void move(List<Move> moves, Map<TopicPartition, OffsetAndMetadata> frontier) {
    inTransaction(
        () -> {
          List<@Nullable Future<RecordMetadata>> sent = new ArrayList<>(moves.size());
          for (Move move : moves) {
            sent.add(moved(move));
            send(run.mark(move.verdict()).toRecord(stateTopic(), move.letter().place()));
          }
          if (!moves.isEmpty()) {
            // The audit tells where each letter lies now, which the broker says when it has it.
            producer.flush();
            send(audit.letters(audited(moves, sent)));
          }
          if (!frontier.isEmpty()) {
            producer.sendOffsetsToTransaction(frontier, group);
          }
        });
  }

  /** Takes marks of letters that are no more out of the state topic. */
  void forget(List<Place> stale) {
    inTransaction(() -> stale.forEach(place -> send(LetterMark.tombstone(stateTopic(), place))));
  }

  /** The last word on a run. */
  void end(String how) {
    inTransaction(() -> send(audit.ended(how)));
  }

  private @Nullable Future<RecordMetadata> moved(Move move) {
    Verdict verdict = move.verdict();
    DeadLetter letter = move.letter();
    if (verdict.fate() == Fate.DISCARD) {
      statuses.discarded(letter).ifPresent(this::send);
      return null;
    }
    return producer.send(
        verdict.fate() == Fate.PARKING
            ? Redelivery.parked(letter, verdict)
            : Redelivery.replayed(letter, verdict, run.operator().by()));
  }

  private static List<AuditedLetter> audited(
      List<Move> moves, List<@Nullable Future<RecordMetadata>> sent) {
    List<AuditedLetter> letters = new ArrayList<>(moves.size());
    for (int i = 0; i < moves.size(); i++) {
      Future<RecordMetadata> record = sent.get(i);
      letters.add(
          AuditTrail.letter(
              moves.get(i).letter(),
              moves.get(i).verdict(),
              record == null ? null : Written.of(record)));
    }
    return letters;
  }

  /** A failed send fails the commit, so its future need not be looked at. */
  @SuppressWarnings("FutureReturnValueIgnored")
  private void send(ProducerRecord<byte[], byte[]> record) {
    producer.send(record);
  }

  private String stateTopic() {
    return topic().stateTopic();
  }

  private DeadLetterTopic topic() {
    return run.topic();
  }

  private void inTransaction(Runnable sends) {
    try {
      producer.beginTransaction();
      sends.run();
      producer.commitTransaction();
    } catch (KafkaException e) {
      throw KafkaFailures.of(topic(), e);
    }
  }
}
