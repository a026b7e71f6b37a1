package io.sluice.replay;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * One transaction a call: the records, the mark of each letter and the group's offsets commit
 * together, or none do.
 */
final class TransactionalMover implements LetterMover {
  private final Producer<byte[], byte[]> producer;
  private final DeadLetterReader letters;
  private final DeadLetterTopic topic;
  private final String run;
  private final Clock clock;

  TransactionalMover(
      Producer<byte[], byte[]> producer,
      DeadLetterReader letters,
      DeadLetterTopic topic,
      String run,
      Clock clock) {
    this.producer = producer;
    this.letters = letters;
    this.topic = topic;
    this.run = run;
    this.clock = clock;
  }

  @Override
  public void move(List<Move> moves, Map<TopicPartition, OffsetAndMetadata> frontier) {
    inTransaction(
        () -> {
          for (Move move : moves) {
            send(move.to());
            send(mark(move.from()).toRecord(topic.stateTopic()));
          }
          if (!frontier.isEmpty()) {
            producer.sendOffsetsToTransaction(frontier, letters.groupMetadata());
          }
        });
  }

  /** Takes marks of letters that are no more out of the state topic. */
  void forget(List<Place> stale) {
    inTransaction(
        () -> stale.forEach(place -> send(LetterMark.tombstone(topic.stateTopic(), place))));
  }

  private LetterMark mark(Place place) {
    return new LetterMark(place, LetterMark.REPLAYED, letters.facts().id(), clock.instant(), run);
  }

  /** A failed send fails the commit, so its future need not be looked at. */
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
      throw failure(topic, e);
    }
  }

  /** The producer is closed by whoever made it, which aborts what is open. */
  static ReplayException failure(DeadLetterTopic topic, KafkaException e) {
    Throwable root = e;
    for (Throwable at = e; at != null; at = at.getCause()) {
      root = at;
      if (at instanceof ProducerFencedException || at instanceof InvalidProducerEpochException) {
        return new ReplayException(
            "Another replay of "
                + topic.name()
                + " has begun and taken over; this one stopped. No letter is lost or moved twice:"
                + " the other one knows what this one has done.",
            e);
      }
    }
    return new ReplayException(
        "Kafka refused a transaction of the replay of "
            + topic.name()
            + ": "
            + root.getMessage()
            + " Run the same command again: it goes on with the letters that were not moved.",
        e);
  }
}
