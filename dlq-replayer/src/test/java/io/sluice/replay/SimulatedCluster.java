package io.sluice.replay;

import io.sluice.replay.SimulatedCluster.Death.When;
import io.sluice.replay.letter.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Topics in memory behind Kafka's own mock clients: what a producer commits, later consumers read.
 * The process that replays can be made to die at a commit, before or after it took effect.
 */
final class SimulatedCluster implements Cluster {
  private final Map<String, TopicFacts> topics = new HashMap<>();
  private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> logs = new HashMap<>();
  private final Map<TopicPartition, Long> beginnings = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
  private final Map<String, Integer> largestBatches = new HashMap<>();
  private final Set<String> sought = new HashSet<>();
  private final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();
  private @Nullable Death death;
  private int mostOfAPoll = Integer.MAX_VALUE;
  private long recordsRead;
  private boolean deletesRefused;
  private boolean readsRefused;

  /** The process is killed at its nth commit, counted from 1. */
  static final class Death extends RuntimeException {
    private static final long serialVersionUID = 1L;

    enum When {
      BEFORE_COMMIT,
      AFTER_COMMIT
    }

    private final When when;
    private int commitsLeft;

    Death(When when, int atCommit) {
      this.when = when;
      this.commitsLeft = atCommit;
    }
  }

  void create(String topic, int partitions) {
    topics.put(topic, new TopicFacts(topic, Uuid.randomUuid(), partitions, (short) 1));
    for (int partition = 0; partition < partitions; partition++) {
      logs.put(new TopicPartition(topic, partition), new ArrayList<>());
    }
  }

  /** Deletes a topic with its records; the group's offsets are left, as the worst case. */
  void delete(String topic) {
    topics.remove(topic);
    logs.keySet().removeIf(partition -> partition.topic().equals(topic));
    beginnings.keySet().removeIf(partition -> partition.topic().equals(topic));
  }

  void append(TopicPartition partition, ProducerRecord<byte[], byte[]> record) {
    List<ConsumerRecord<byte[], byte[]>> log = log(partition);
    log.add(
        Letters.record(
            new Place(partition.topic(), partition.partition(), log.size()),
            record.key(),
            record.value(),
            record.headers()));
  }

  List<ConsumerRecord<byte[], byte[]>> log(TopicPartition partition) {
    return logs.getOrDefault(partition, new ArrayList<>());
  }

  List<ConsumerRecord<byte[], byte[]>> all(String topic) {
    return logs.entrySet().stream()
        .filter(entry -> entry.getKey().topic().equals(topic))
        .flatMap(entry -> entry.getValue().stream())
        .toList();
  }

  void dieAt(@Nullable Death planned) {
    this.death = planned;
  }

  void loseGroupOffsets() {
    committed.clear();
  }

  Map<TopicPartition, Long> groupOffsets() {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    committed.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
    return offsets;
  }

  /** Retention takes the records below the offset. */
  void trim(TopicPartition partition, long offset) {
    beginnings.put(partition, offset);
  }

  @Override
  public Consumer<byte[], byte[]> consumer(String group) {
    return new LogConsumer();
  }

  @Override
  public Producer<byte[], byte[]> producer(String transactionalId) {
    return new LogProducer(transactionalId);
  }

  @Override
  public Optional<TopicFacts> find(String topic) {
    sought.add(topic);
    return Optional.ofNullable(topics.get(topic));
  }

  @Override
  public OptionalInt largestBatch(String topic) {
    Integer most = largestBatches.get(topic);
    return most == null ? OptionalInt.empty() : OptionalInt.of(most);
  }

  @Override
  public void ensure(TopicWish wish) {
    if (!topics.containsKey(wish.name())) {
      create(wish.name(), wish.partitions());
    }
  }

  @Override
  public void deleteBefore(Map<TopicPartition, Long> offsets) {
    if (deletesRefused) {
      throw new ReplayException("Cannot delete the records: no right to do that");
    }
    beginnings.putAll(offsets);
  }

  void refuseReads() {
    readsRefused = true;
  }

  void refuseDeletes() {
    deletesRefused = true;
  }

  /** What a consumer gets at once, from here on. */
  void limitPolls(int records) {
    mostOfAPoll = records;
  }

  /** By all consumers, since the beginning. */
  long recordsRead() {
    return recordsRead;
  }

  /** All that somebody has asked for, whether it is there or not. */
  Set<String> soughtTopics() {
    return sought;
  }

  void limitBatches(String topic, int bytes) {
    largestBatches.put(topic, bytes);
  }

  @Override
  public void close() {}

  private final class LogConsumer extends MockConsumer<byte[], byte[]> {
    LogConsumer() {
      super("earliest");
      setMaxPollRecords(mostOfAPoll);
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      if (readsRefused) {
        throw new TopicAuthorizationException(Set.copyOf(topics.keySet()));
      }
      ConsumerRecords<byte[], byte[]> records;
      try {
        records = super.poll(timeout);
      } catch (OffsetOutOfRangeException trimmed) {
        // As auto.offset.reset=earliest has it; the mock resets only where there is no position.
        trimmed.partitions().forEach(p -> seek(p, beginnings.getOrDefault(p, 0L)));
        return ConsumerRecords.empty();
      }
      recordsRead += records.count();
      return records;
    }

    @Override
    public synchronized void assign(java.util.Collection<TopicPartition> partitions) {
      super.assign(partitions);
      for (TopicPartition partition : partitions) {
        long beginning = beginnings.getOrDefault(partition, 0L);
        updateBeginningOffsets(Map.of(partition, beginning));
        updateEndOffsets(Map.of(partition, (long) log(partition).size()));
        log(partition).stream().filter(r -> r.offset() >= beginning).forEach(this::addRecord);
      }
    }

    @Override
    public synchronized Map<TopicPartition, @Nullable OffsetAndTimestamp> offsetsForTimes(
        Map<TopicPartition, Long> times) {
      if (times.values().stream().anyMatch(time -> time < 0)) {
        throw new IllegalArgumentException("The target time cannot be negative.");
      }
      Map<TopicPartition, @Nullable OffsetAndTimestamp> found = new HashMap<>();
      times.forEach(
          (partition, time) ->
              found.put(
                  partition,
                  log(partition).stream()
                      .filter(record -> record.timestamp() >= time)
                      .findFirst()
                      .map(r -> new OffsetAndTimestamp(r.offset(), r.timestamp()))
                      .orElse(null)));
      return found;
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
        Set<TopicPartition> partitions) {
      Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>(committed);
      found.keySet().retainAll(partitions);
      return found;
    }
  }

  private final class LogProducer extends MockProducer<byte[], byte[]> {
    private final String transactionalId;
    private int written;
    private Map<TopicPartition, OffsetAndMetadata> offsets = Map.of();

    LogProducer(String transactionalId) {
      super(
          new org.apache.kafka.common.Cluster(
              "simulated", List.of(Node.noNode()), partitionInfos(), Set.of(), Set.of()),
          true,
          null,
          new ByteArraySerializer(),
          new ByteArraySerializer());
      this.transactionalId = transactionalId;
    }

    @Override
    public void initTransactions() {
      super.initTransactions();
      producers.stream()
          .filter(other -> ((LogProducer) other).transactionalId.equals(transactionalId))
          .filter(other -> !other.closed())
          .forEach(MockProducer::fenceProducer);
      producers.add(this);
    }

    @Override
    public void sendOffsetsToTransaction(
        Map<TopicPartition, OffsetAndMetadata> sent, ConsumerGroupMetadata group) {
      super.sendOffsetsToTransaction(sent, group);
      offsets = sent;
    }

    @Override
    public void commitTransaction() {
      Death planned = death;
      boolean dies = planned != null && --planned.commitsLeft == 0;
      if (dies && planned != null && planned.when == When.BEFORE_COMMIT) {
        throw planned;
      }
      super.commitTransaction();
      List<ProducerRecord<byte[], byte[]>> history = history();
      for (; written < history.size(); written++) {
        ProducerRecord<byte[], byte[]> record = history.get(written);
        Integer partition = record.partition();
        append(new TopicPartition(record.topic(), partition == null ? 0 : partition), record);
      }
      committed.putAll(offsets);
      offsets = Map.of();
      if (dies && planned != null) {
        throw planned;
      }
    }
  }

  private List<PartitionInfo> partitionInfos() {
    return topics.values().stream()
        .flatMap(
            topic ->
                IntStream.range(0, topic.partitions())
                    .mapToObj(
                        p ->
                            new PartitionInfo(
                                topic.name(), p, Node.noNode(), new Node[0], new Node[0])))
        .toList();
  }
}
