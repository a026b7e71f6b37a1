package io.sluice.replay;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real Kafka. */
final class RemoteCluster implements Cluster {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final int MOST_LOOKS = 100;

  /** A letter that its topic took must not fail on a limit of the client's. */
  private static final int LARGEST_REQUEST = 36 * 1024 * 1024;

  private static final int BATCH_BYTES = 128 * 1024;

  private final Map<String, Object> config;
  private final Admin admin;

  RemoteCluster(Map<String, ?> config) {
    this.config = new HashMap<>(config);
    this.admin = Admin.create(this.config);
  }

  @Override
  public Consumer<byte[], byte[]> consumer(String group) {
    Map<String, Object> settings = new HashMap<>(config);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    // Behind the last record a broker keeps the question for so long, and closing waits for it.
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public Producer<byte[], byte[]> producer(String transactionalId) {
    Map<String, Object> settings = new HashMap<>(config);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * LARGEST_REQUEST);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Optional<TopicFacts> find(String topic) {
    try {
      TopicDescription found =
          Objects.requireNonNull(
              get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic));
      return Optional.of(
          new TopicFacts(
              topic,
              found.topicId(),
              found.partitions().size(),
              (short) found.partitions().get(0).replicas().size()));
    } catch (ExecutionException e) {
      // A letter may name any origin: of a name that no topic can have there is none.
      if (e.getCause() instanceof UnknownTopicOrPartitionException
          || e.getCause() instanceof InvalidTopicException) {
        return Optional.empty();
      }
      throw failed("look up the topic " + topic, e);
    }
  }

  @Override
  public OptionalInt largestBatch(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      ConfigEntry entry =
          Objects.requireNonNull(get(admin.describeConfigs(List.of(resource)).all()).get(resource))
              .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
      return entry == null
          ? OptionalInt.empty()
          : OptionalInt.of(Integer.parseInt(String.valueOf(entry.value())));
    } catch (ExecutionException e) {
      return OptionalInt.empty();
    }
  }

  @Override
  public void ensure(TopicWish wish) {
    if (find(wish.name()).isEmpty()) {
      create(wish);
    }
    for (int partition = 0; partition < wish.partitions(); partition++) {
      awaitLeader(new TopicPartition(wish.name(), partition));
    }
  }

  private void create(TopicWish wish) {
    NewTopic wanted =
        new NewTopic(wish.name(), wish.partitions(), wish.replication()).configs(wish.settings());
    try {
      get(admin.createTopics(List.of(wanted)).all());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw failed("make the topic " + wish.name(), e);
      }
    }
  }

  @Override
  public void deleteBefore(Map<TopicPartition, Long> offsets) {
    Map<TopicPartition, RecordsToDelete> wanted = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> wanted.put(partition, RecordsToDelete.beforeOffset(offset)));
    try {
      get(admin.deleteRecords(wanted).all());
    } catch (ExecutionException e) {
      throw failed("delete the records", e);
    }
  }

  /** A topic just made is not known to every broker at once; until it is, this question fails. */
  private void awaitLeader(TopicPartition partition) {
    for (int attempt = 1; ; attempt++) {
      try {
        get(admin.listOffsets(Map.of(partition, OffsetSpec.latest())).all());
        return;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof RetriableException) || attempt == MOST_LOOKS) {
          throw failed("use the topic " + partition.topic(), e);
        }
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      }
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(5));
  }

  private static <T> T get(KafkaFuture<T> future) throws ExecutionException {
    try {
      return future.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new ReplayException(
          "Kafka did not answer within " + ANSWER_WITHIN.toSeconds() + " s.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReplayException("interrupted", e);
    }
  }

  private static ReplayException failed(String what, ExecutionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return KafkaFailures.rightMissing(cause)
        .map(right -> new ReplayException("Cannot " + what + ": " + right, e))
        .orElseGet(() -> new ReplayException("Cannot " + what + ": " + cause.getMessage(), e));
  }
}
