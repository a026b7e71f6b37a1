package io.sluice.replay;

import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.DeadLetterDialect;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.replay.letter.Place;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The letters of one dead-letter topic, up to its end as it was when the reader was opened. Shows
 * them one after another and keeps none, so any number can be read. Writes nothing. Not
 * thread-safe.
 */
public final class DeadLetterReader implements AutoCloseable {
  /** The state of a letter that nobody has dealt with. */
  public static final String WAITING = "waiting";

  private final DeadLetterTopic topic;
  private final TopicFacts facts;
  private final HandledLetters handled;
  private final Consumer<byte[], byte[]> consumer;
  private final Clock clock;
  private final Map<TopicPartition, Long> beginnings;
  private final Map<TopicPartition, Long> ends;
  private final Map<TopicPartition, Long> unhandledFrom;
  private @Nullable Cluster owned;

  private DeadLetterReader(
      DeadLetterTopic topic,
      TopicFacts facts,
      HandledLetters handled,
      Consumer<byte[], byte[]> consumer,
      Clock clock) {
    this.topic = topic;
    this.facts = facts;
    this.handled = handled;
    this.consumer = consumer;
    this.clock = clock;
    Set<TopicPartition> partitions =
        IntStream.range(0, facts.partitions())
            .mapToObj(partition -> new TopicPartition(topic.name(), partition))
            .collect(Collectors.toUnmodifiableSet());
    consumer.assign(partitions);
    this.beginnings = consumer.beginningOffsets(partitions);
    this.ends = consumer.endOffsets(partitions);
    this.unhandledFrom = new HashMap<>(beginnings);
    consumer.committed(partitions).forEach(this::skipHandled);
  }

  /**
   * Opens the topic; the caller closes the reader.
   *
   * @param kafka settings for Kafka clients
   * @throws ReplayException when there is no such topic or Kafka does not answer
   */
  public static DeadLetterReader open(Map<String, ?> kafka, DeadLetterTopic topic, Clock clock) {
    Cluster cluster = new RemoteCluster(kafka);
    try {
      DeadLetterReader reader = open(cluster, topic, clock);
      reader.owned = cluster;
      return reader;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  static DeadLetterReader open(Cluster cluster, DeadLetterTopic topic, Clock clock) {
    return open(cluster, topic, null, clock);
  }

  /**
   * @param plan whose letters {@link #isOfPlan} is to know; null: nobody's
   */
  static DeadLetterReader open(
      Cluster cluster, DeadLetterTopic topic, @Nullable String plan, Clock clock) {
    TopicFacts facts =
        cluster
            .find(topic.name())
            .orElseThrow(() -> new ReplayException("There is no topic " + topic.name() + "."));
    Consumer<byte[], byte[]> consumer = cluster.consumer(topic.replayerGroup());
    try {
      HandledLetters handled =
          cluster.find(topic.stateTopic()).isPresent()
              ? HandledLetters.load(
                  consumer, facts, new HandledLetters.StateOf(topic.stateTopic(), plan), clock)
              : HandledLetters.none(facts);
      return new DeadLetterReader(topic, facts, handled, consumer, clock);
    } catch (RuntimeException e) {
      consumer.close();
      throw e instanceof KafkaException kafka ? KafkaFailures.whileReading(topic.name(), kafka) : e;
    }
  }

  /**
   * Shows the letters that may still be unhandled: all from the first unhandled one of each
   * partition on, those between that were handled included and told so.
   */
  public void visit(LetterVisitor visitor) {
    visit(unhandledFrom, visitor);
  }

  /** Shows every letter that there is, handled or not. */
  public void visitAll(LetterVisitor visitor) {
    visit(beginnings, visitor);
  }

  /** Shows every letter of these partitions that lies before these offsets. */
  void visitAll(Map<TopicPartition, Long> before, LetterVisitor visitor) {
    Map<TopicPartition, Long> from = new HashMap<>(beginnings);
    from.keySet().retainAll(before.keySet());
    visit(from, before, visitor);
  }

  /** The letter at that place; empty when there is none, or none any more. */
  public Optional<DeadLetter> at(int partition, long offset) {
    AtomicReference<@Nullable DeadLetter> found = new AtomicReference<>();
    TopicPartition where = new TopicPartition(topic.name(), partition);
    if (offset >= ends.getOrDefault(where, 0L) || offset < beginnings.getOrDefault(where, 0L)) {
      return Optional.empty();
    }
    read(
        Map.of(where, offset),
        ends,
        record -> {
          if (record.offset() == offset) {
            found.set(DeadLetterDialect.read(record));
          }
          return false;
        });
    return Optional.ofNullable(found.get());
  }

  /** True when the letter has been replayed, discarded or moved to the parking topic. */
  public boolean isHandled(DeadLetter letter) {
    return isHandled(letter.place());
  }

  /** What became of the letter: {@link #WAITING}, or replayed, parking, discarded. */
  public String stateOf(DeadLetter letter) {
    return handled.fateOf(letter.place().partition(), letter.place().offset()).orElse(WAITING);
  }

  /** Where reading ends, by partition. */
  public Map<Integer, Long> endOffsets() {
    Map<Integer, Long> byPartition = new TreeMap<>();
    ends.forEach((partition, end) -> byPartition.put(partition.partition(), end));
    return byPartition;
  }

  @Override
  public void close() {
    consumer.close();
    if (owned != null) {
      owned.close();
    }
  }

  TopicFacts facts() {
    return facts;
  }

  Map<TopicPartition, Long> beginnings() {
    return beginnings;
  }

  Map<TopicPartition, Long> unhandledFrom() {
    return unhandledFrom;
  }

  /** Handled letters that {@link #visit} passes by unread, those that are deleted left out. */
  long handledUnread() {
    return unhandledFrom.entrySet().stream()
        .mapToLong(
            from -> {
              int partition = from.getKey().partition();
              long beginning = beginnings.getOrDefault(from.getKey(), 0L);
              return handled.countBefore(partition, from.getValue())
                  - handled.countBefore(partition, beginning);
            })
        .sum();
  }

  Map<TopicPartition, Long> ends() {
    return ends;
  }

  Stream<Place> staleMarks() {
    return handled.stale(beginnings);
  }

  ConsumerGroupMetadata groupMetadata() {
    return consumer.groupMetadata();
  }

  private void visit(Map<TopicPartition, Long> from, LetterVisitor visitor) {
    visit(from, ends, visitor);
  }

  private void visit(
      Map<TopicPartition, Long> from, Map<TopicPartition, Long> to, LetterVisitor visitor) {
    read(
        from,
        to,
        record -> {
          DeadLetter letter = DeadLetterDialect.read(record);
          return visitor.visit(letter, isHandled(letter.place()));
        });
  }

  private void read(
      Map<TopicPartition, Long> from,
      Map<TopicPartition, Long> to,
      Predicate<ConsumerRecord<byte[], byte[]>> each) {
    try {
      new TopicScan(consumer, clock).read(from, to, each);
    } catch (KafkaException e) {
      throw KafkaFailures.whileReading(topic.name(), e);
    }
  }

  boolean isOfPlan(Place place) {
    return handled.isOfPlan(place.partition(), place.offset());
  }

  boolean isHandled(Place place) {
    return handled.contains(place.partition(), place.offset());
  }

  /** The committed offset only saves reading; of an earlier topic of that name it means nothing. */
  private void skipHandled(TopicPartition partition, @Nullable OffsetAndMetadata committed) {
    if (committed != null && committed.metadata().equals(facts.id().toString())) {
      unhandledFrom.merge(partition, committed.offset(), Math::max);
    }
  }
}
