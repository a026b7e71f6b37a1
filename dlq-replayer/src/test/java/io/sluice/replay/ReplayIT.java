package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.replay.filter.LetterFilter;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.replay.letter.Place;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventIds;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Replays on a real broker, where the dead letters lie between transaction markers. */
final class ReplayIT {
  private static final int PARTITIONS = 3;
  private static final int LETTERS = 24;

  @RegisterExtension
  static final LocalClusterExtension CLUSTER = LocalClusterExtension.brokerOnly();

  private final String pipeline = "shop-" + EventIds.next();
  private final DeadLetterTopic topic = DeadLetterTopic.ofPipeline(pipeline);
  private final String retry = pipeline + ".retry";
  private final ReplayOptions all = ReplayOptions.everything("ops@host");
  private Map<String, Object> kafka;
  private RemoteCluster clients;
  private final EventCodec codec = Letters.codec();

  @BeforeEach
  void deadLetters(LocalCluster cluster) {
    kafka = Map.of("bootstrap.servers", cluster.bootstrapServers());
    clients = new RemoteCluster(kafka);
    cluster.createTopic(topic.name(), PARTITIONS);
    cluster.createTopic(retry, PARTITIONS);
    try (Producer<byte[], byte[]> producer = clients.producer("test-" + pipeline)) {
      producer.initTransactions();
      for (int i = 0; i < LETTERS; i += 4) {
        write(producer, i, 4);
      }
    }
  }

  @AfterEach
  void closeClients() {
    clients.close();
  }

  @Test
  void selectiveReplays_moveEachLetterOnce_bytesAndUserHeadersUntouched() {
    ReplayOptions mail = all.withFilter(LetterFilter.ofTypes("user.*"));
    assertThat(replay(mail).replayed()).isEqualTo(LETTERS / 2);
    assertThat(replay(mail).replayed()).isZero();
    assertThat(unhandled()).hasSize(LETTERS / 2);
    assertThat(replay(all.withLimit(5L)).replayed()).isEqualTo(5);
    assertThat(replay(all).replayed()).isEqualTo(LETTERS / 2 - 5);
    assertThat(replay(all).replayed()).isZero();
    assertThat(unhandled()).isEmpty();
    Map<String, ConsumerRecord<byte[], byte[]>> letters = byKey(topic.name());
    Map<String, ConsumerRecord<byte[], byte[]>> moved = byKey(retry);
    assertThat(moved).hasSize(LETTERS);
    moved.forEach(
        (key, record) -> assertSameEvent(record, Objects.requireNonNull(letters.get(key))));
  }

  @Test
  void dryRun_writesNothing() throws Exception {
    ReplayReport report = replay(all.withDryRun(true));
    assertThat(report.replayed()).isEqualTo(LETTERS);
    assertThat(read(retry)).isEmpty();
    try (Admin admin = Admin.create(kafka)) {
      assertThat(admin.listTopics().names().get()).doesNotContain(topic.stateTopic());
      assertThat(
              admin
                  .listConsumerGroupOffsets(topic.replayerGroup())
                  .partitionsToOffsetAndMetadata()
                  .get())
          .isEmpty();
    }
  }

  @Test
  void laterReplay_fencesTheEarlier_andNothingIsDoubled() {
    Replay earlier = new Replay(topic, all, Clock.systemUTC(), 5);
    assertThatThrownBy(
            () ->
                earlier.run(
                    kafka,
                    codec,
                    (read, toRead, replayed) -> {
                      if (replayed == 5) {
                        assertThat(replay(all).replayed()).isEqualTo(LETTERS - 5);
                      }
                    }))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("Another replay");
    assertThat(read(retry)).hasSize(LETTERS);
    assertThat(byKey(retry)).hasSize(LETTERS);
  }

  @Test
  void replayThatDiedInATransaction_leavesNothingOfItBehind() {
    replay(all.withLimit(7L));
    try (Producer<byte[], byte[]> dying = clients.producer(topic.transactionalId())) {
      dying.initTransactions();
      dying.beginTransaction();
      ConsumerRecord<byte[], byte[]> letter = read(topic.name()).get(0);
      sent(dying, new ProducerRecord<>(retry, 0, "half".getBytes(UTF_8), letter.value()));
      dying.flush();
      // As after a kill -9: the transaction is open, and its producer never comes back.
      assertThat(replay(all).replayed()).isEqualTo(LETTERS - 7);
    }
    assertThat(read(retry)).hasSize(LETTERS);
    assertThat(byKey(retry)).hasSize(LETTERS).doesNotContainKey("half");
  }

  @Test
  void toTopic_isPartitionedByKey(LocalCluster cluster) {
    String target = pipeline + ".elsewhere";
    cluster.createTopic(target, 2);
    ReplayReport report = replay(all.withTarget(ReplayTarget.toTopic(target)));
    assertThat(report.destinations().keySet())
        .containsExactly(new TopicPartition(target, 0), new TopicPartition(target, 1));
    assertThat(read(target)).hasSize(LETTERS);
    assertThat(read(retry)).isEmpty();
  }

  @Test
  void originOfANameThatNoTopicCanHave_holdsUpNoOther() {
    try (Producer<byte[], byte[]> producer = clients.producer("test-" + pipeline)) {
      producer.initTransactions();
      producer.beginTransaction();
      Headers headers = Letters.headers("odd", "user.hello", 0, "E");
      headers.remove(DeliveryHeaders.ORIGIN_TOPIC);
      headers.add(DeliveryHeaders.ORIGIN_TOPIC, "no topic's name!".getBytes(UTF_8));
      sent(
          producer,
          new ProducerRecord<>(
              topic.name(), 0, "odd".getBytes(UTF_8), "odd".getBytes(UTF_8), headers));
      producer.commitTransaction();
    }

    assertThat(replay(all.withTarget(ReplayTarget.toSource()).withLimit(1L)).why()).isNotEmpty();
    assertThat(replay(all).replayed()).isEqualTo(LETTERS + 1);
  }

  @Test
  void letter_isFoundByItsPlace() {
    try (DeadLetterReader reader = DeadLetterReader.open(kafka, topic, Clock.systemUTC())) {
      List<DeadLetter> letters = new ArrayList<>();
      reader.visit((letter, handled) -> letters.add(letter));
      assertThat(letters).hasSize(LETTERS);
      Place place = letters.get(LETTERS - 1).place();
      assertThat(reader.at(place.partition(), place.offset()).orElseThrow().id())
          .isEqualTo(letters.get(LETTERS - 1).id());
      assertThat(reader.at(place.partition(), 10_000)).isEmpty();
    }
  }

  private static void assertSameEvent(
      ConsumerRecord<byte[], byte[]> moved, ConsumerRecord<byte[], byte[]> letter) {
    assertThat(moved.key()).isEqualTo(letter.key());
    assertThat(moved.value()).isEqualTo(letter.value());
    assertThat(moved.partition()).isEqualTo(letter.partition());
    assertThat(moved.headers().lastHeader("user").value())
        .isEqualTo(letter.headers().lastHeader("user").value());
    assertThat(DeliveryHeaders.read(moved.headers()).replayCount()).isEqualTo(1);
    assertThat(DeliveryHeaders.read(moved.headers()).attempt()).isZero();
  }

  private ReplayReport replay(ReplayOptions options) {
    return new Replay(topic, options, Clock.systemUTC(), 4).run(kafka, codec, ReplayProgress.NONE);
  }

  private List<String> unhandled() {
    List<String> ids = new ArrayList<>();
    try (DeadLetterReader reader = DeadLetterReader.open(kafka, topic, Clock.systemUTC())) {
      reader.visit((letter, handled) -> handled || ids.add(letter.id()));
    }
    return ids;
  }

  private void write(Producer<byte[], byte[]> producer, int from, int count) {
    producer.beginTransaction();
    for (int i = from; i < from + count; i++) {
      int partition = i % PARTITIONS;
      String type = i % 2 == 0 ? "user.welcome_email" : "payment.charge";
      sent(
          producer,
          new ProducerRecord<>(
              topic.name(),
              partition,
              ("k" + i).getBytes(UTF_8),
              new byte[] {0, (byte) 0xff, (byte) i},
              Letters.headers("e" + i, type, partition, "java.io.IOException")));
    }
    producer.commitTransaction();
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private static void sent(
      Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    producer.send(record);
  }

  private Map<String, ConsumerRecord<byte[], byte[]>> byKey(String name) {
    Map<String, ConsumerRecord<byte[], byte[]>> byKey = new TreeMap<>();
    read(name).forEach(record -> byKey.put(new String(record.key(), UTF_8), record));
    return byKey;
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String name) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    int partitions = clients.find(name).orElseThrow().partitions();
    try (Consumer<byte[], byte[]> consumer = clients.consumer("test-" + pipeline)) {
      Map<TopicPartition, Long> from = new HashMap<>();
      for (int partition = 0; partition < partitions; partition++) {
        from.put(new TopicPartition(name, partition), 0L);
      }
      new TopicScan(consumer, Clock.systemUTC())
          .read(from, highWatermarks(from.keySet()), records::add);
    }
    return records;
  }

  /**
   * A commit is acknowledged before its marks are on the partitions. Up to these ends, a reader of
   * committed records waits for them.
   */
  private Map<TopicPartition, Long> highWatermarks(Set<TopicPartition> partitions) {
    try (KafkaConsumer<byte[], byte[]> uncommitted =
        new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return uncommitted.endOffsets(partitions);
    }
  }
}
