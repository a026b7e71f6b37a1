package io.sluice.replay;

import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.DeadLetterDialect;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Fetches chosen letters in the order wanted, in bounded memory: most lie in it and are read one
 * after another; one that lies elsewhere is fetched by itself. Not thread-safe.
 */
final class LetterFeed implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MOST_WAITING = 4_000;
  private static final long MOST_BYTES_WAITING = 32L * 1024 * 1024;

  /** What lies closer is mostly fetched already. */
  private static final long WORTH_A_JUMP = 2_000;

  private final Cluster cluster;
  private final String topic;
  private final List<Chosen> order;
  private final Clock clock;
  private final Consumer<byte[], byte[]> stream;
  private final BitSet elsewhere;
  private final Map<Integer, OffsetSet> inStream = new HashMap<>();
  private final Map<Integer, Waiting> waiting = new HashMap<>();
  private @Nullable SingleLetters singles;
  private int next;

  LetterFeed(Cluster cluster, String topic, List<Chosen> order, Clock clock) {
    this.cluster = cluster;
    this.topic = topic;
    this.order = order;
    this.clock = clock;
    this.stream = cluster.consumer(topic + ".replayer");
    this.elsewhere = elsewhere(order);
    for (int i = 0; i < order.size(); i++) {
      if (!elsewhere.get(i)) {
        Chosen letter = order.get(i);
        inStream.computeIfAbsent(letter.partition(), p -> new OffsetSet()).add(letter.offset());
      }
    }
    Set<TopicPartition> partitions = new HashSet<>();
    inStream.keySet().forEach(partition -> partitions.add(new TopicPartition(topic, partition)));
    stream.assign(partitions);
    inStream.forEach(
        (partition, offsets) -> {
          stream.seek(new TopicPartition(topic, partition), offsets.first().orElse(0));
          waiting.put(partition, new Waiting());
        });
  }

  boolean hasNext() {
    return next < order.size();
  }

  /** What {@link #next} will be about. */
  Chosen peek() {
    return order.get(next);
  }

  /**
   * The next letter; empty when it is there no more, or another is in its place.
   *
   * @throws ReplayException when nothing comes for a minute
   */
  Optional<DeadLetter> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Chosen wanted = order.get(next);
    boolean single = elsewhere.get(next);
    next++;
    return (single ? single(wanted) : streamed(wanted))
        .map(DeadLetterDialect::read)
        .filter(letter -> Hash64.of(letter.id()) == wanted.idHash());
  }

  @Override
  public void close() {
    stream.close();
    if (singles != null) {
      singles.close();
    }
  }

  private Optional<ConsumerRecord<byte[], byte[]>> single(Chosen wanted) {
    SingleLetters from = singles;
    if (from == null) {
      from = new SingleLetters(cluster.consumer(topic + ".replayer"), topic, clock);
      singles = from;
    }
    return from.at(wanted.partition(), wanted.offset());
  }

  private Optional<ConsumerRecord<byte[], byte[]>> streamed(Chosen wanted) {
    Waiting queue = waiting.get(wanted.partition());
    if (queue == null) {
      return Optional.empty();
    }
    TopicPartition partition = new TopicPartition(topic, wanted.partition());
    if (queue.isEmpty()) {
      await(partition, queue, wanted.offset());
    }
    return queue.takeIf(wanted.offset());
  }

  /** Until something waits, or it is plain that the record there is no more. */
  private void await(TopicPartition partition, Waiting queue, long offset) {
    long position = stream.position(partition);
    if (offset - position > WORTH_A_JUMP) {
      stream.seek(partition, offset);
      position = offset;
    }
    Instant lastProgress = clock.instant();
    while (queue.isEmpty() && position <= offset) {
      poll(partition);
      long reached = stream.position(partition);
      if (reached != position) {
        position = reached;
        lastProgress = clock.instant();
      } else if (clock.instant().isAfter(lastProgress.plus(PATIENCE))) {
        throw new ReplayException(
            "Kafka has sent nothing for "
                + PATIENCE.toSeconds()
                + " s while "
                + partition
                + " was being read. Is the broker up?");
      }
    }
  }

  /** Partitions whose letters wait already are not read further than they must be. */
  private void poll(TopicPartition needed) {
    waiting.forEach(
        (partition, queue) -> {
          Set<TopicPartition> one = Set.of(new TopicPartition(topic, partition));
          if (queue.isFull(waiting.size()) && partition != needed.partition()) {
            stream.pause(one);
          } else {
            stream.resume(one);
          }
        });
    for (ConsumerRecord<byte[], byte[]> record : stream.poll(POLL)) {
      OffsetSet wanted = inStream.get(record.partition());
      Waiting queue = waiting.get(record.partition());
      if (wanted != null && queue != null && wanted.contains(record.offset())) {
        queue.add(record);
      }
    }
  }

  /** Letters that come before one which lies before them. */
  private static BitSet elsewhere(List<Chosen> order) {
    BitSet displaced = new BitSet();
    Map<Integer, Long> least = new HashMap<>();
    for (int i = order.size() - 1; i >= 0; i--) {
      Chosen letter = order.get(i);
      long before = least.merge(letter.partition(), letter.offset(), Math::min);
      if (before < letter.offset()) {
        displaced.set(i);
      }
    }
    return displaced;
  }

  /** Records of one partition that were read before they are wanted. */
  private static final class Waiting {
    private final Deque<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
    private long bytes;

    boolean isEmpty() {
      return records.isEmpty();
    }

    boolean isFull(int partitions) {
      return records.size() >= MOST_WAITING / partitions
          || bytes >= MOST_BYTES_WAITING / partitions;
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
      records.add(record);
      bytes += size(record);
    }

    /** The first, if it lies there. */
    Optional<ConsumerRecord<byte[], byte[]>> takeIf(long offset) {
      ConsumerRecord<byte[], byte[]> head = records.peek();
      if (head == null || head.offset() != offset) {
        return Optional.empty();
      }
      bytes -= size(head);
      return Optional.of(records.remove());
    }

    private static long size(ConsumerRecord<byte[], byte[]> record) {
      return Math.max(0L, record.serializedKeySize()) + Math.max(0L, record.serializedValueSize());
    }
  }
}
