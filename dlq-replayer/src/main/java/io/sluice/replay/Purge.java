package io.sluice.replay;

import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.schema.EventCodec;
import io.sluice.schema.RegistryUnavailableException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Deletes the oldest letters of a topic for good, before their retention. It is written down in the
 * audit before and after: deleting is no part of a transaction. One object is one purge.
 */
public final class Purge {
  private static final String ACTION = "purge";

  private final DeadLetterTopic topic;
  private final Instant olderThan;
  private final Operator operator;
  private final Clock clock;

  /**
   * What there is to delete, or was deleted.
   *
   * @param letters all of them
   * @param waiting of these, letters that nobody has dealt with
   * @param before by partition, the first offset that stays
   */
  public record Extent(long letters, long waiting, Map<Integer, Long> before) {}

  /**
   * @param olderThan letters that were written to the topic before this
   */
  public Purge(DeadLetterTopic topic, Instant olderThan, Operator operator, Clock clock) {
    this.topic = topic;
    this.olderThan = olderThan;
    this.operator = operator;
    this.clock = clock;
  }

  /**
   * Looks at what would be deleted; writes nothing.
   *
   * @throws ReplayException when the topic is not there or cannot be read
   */
  public Extent look(Map<String, ?> kafka) {
    try (Cluster cluster = new RemoteCluster(kafka)) {
      return look(cluster);
    } catch (KafkaException e) {
      throw KafkaFailures.whileReading(topic.name(), e);
    }
  }

  /**
   * Deletes what {@link #look} found.
   *
   * @throws ReplayException when it could not be done
   */
  public void run(Map<String, ?> kafka, EventCodec codec, Extent extent) {
    try (Cluster cluster = new RemoteCluster(kafka)) {
      run(cluster, codec, extent);
    } catch (RegistryUnavailableException e) {
      throw new ReplayException("The " + e.getMessage() + ". Nothing was deleted.", e);
    } catch (KafkaException e) {
      throw KafkaFailures.of(topic, e);
    }
  }

  Extent look(Cluster cluster) {
    try (DeadLetterReader reader = DeadLetterReader.open(cluster, topic, clock)) {
      Map<TopicPartition, Long> before = before(cluster, reader);
      long[] counts = new long[3];
      reader.visitAll(
          before,
          (letter, handled) -> {
            counts[0]++;
            counts[1] += handled ? 0 : 1;
            counts[2] += letter.tellsOfDeath() ? 1 : 0;
            return true;
          });
      if (counts[0] > 0 && counts[2] == 0 && !DeadLetterTopic.isOne(topic.name())) {
        throw new ReplayException(
            "None of "
                + counts[0]
                + " records of "
                + topic.name()
                + " tells how it died: this is no topic of dead letters. Nothing was deleted.");
      }
      Map<Integer, Long> byPartition = new TreeMap<>();
      before.forEach((partition, offset) -> byPartition.put(partition.partition(), offset));
      return new Extent(counts[0], counts[1], byPartition);
    }
  }

  void run(Cluster cluster, EventCodec codec, Extent extent) {
    TopicFacts letters =
        cluster
            .find(topic.name())
            .orElseThrow(() -> new ReplayException("There is no topic " + topic.name() + "."));
    Run run =
        new Run(
            Run.newId(), ACTION, topic, "before " + olderThan, null, operator, letters.id(), clock);
    AuditTrail audit = new AuditTrail(run, codec);
    cluster.ensure(TopicWish.audit(topic.auditTopic(), letters));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    extent.before().forEach((partition, offset) -> offsets.put(partitionOf(partition), offset));
    try (Producer<byte[], byte[]> producer = cluster.producer(topic.transactionalId())) {
      producer.initTransactions();
      write(producer, audit.announced(note(extent)));
      cluster.deleteBefore(offsets);
      try {
        write(producer, audit.ended("complete"));
      } catch (KafkaException e) {
        throw new ReplayException(
            "The letters were deleted, but the audit could not be told that it is done: "
                + e.getMessage(),
            e);
      }
    }
  }

  private static void write(
      Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    producer.beginTransaction();
    var unused = producer.send(record);
    producer.commitTransaction();
  }

  /** Partitions in which something is old enough. */
  private Map<TopicPartition, Long> before(Cluster cluster, DeadLetterReader reader) {
    Map<TopicPartition, Long> times = new HashMap<>();
    reader.beginnings().keySet().forEach(p -> times.put(p, olderThan.toEpochMilli()));
    Map<TopicPartition, Long> before = new HashMap<>();
    try (Consumer<byte[], byte[]> consumer = cluster.consumer(topic.replayerGroup())) {
      consumer.assign(times.keySet());
      consumer
          .offsetsForTimes(times)
          .forEach(
              (partition, first) -> {
                long end = reader.ends().getOrDefault(partition, 0L);
                before.put(partition, first == null ? end : Math.min(end, first.offset()));
              });
    }
    before
        .entrySet()
        .removeIf(e -> e.getValue() <= reader.beginnings().getOrDefault(e.getKey(), 0L));
    return before;
  }

  private TopicPartition partitionOf(int partition) {
    return new TopicPartition(topic.name(), partition);
  }

  private static String note(Extent extent) {
    return extent.letters()
        + " letters to delete, "
        + extent.waiting()
        + " of them not dealt with; all before "
        + extent.before().entrySet().stream()
            .map(entry -> entry.getKey() + "/" + entry.getValue())
            .collect(Collectors.joining(", "));
  }
}
