package io.sluice.processor.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.control.ControlCodec;
import io.sluice.processor.control.ControlRecord;
import io.sluice.processor.control.ControlRecord.Mandate;
import io.sluice.processor.control.ControlState;
import io.sluice.schema.EventIds;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The control topic on a real broker: said by one, heard by all, in time, through outages. */
final class ControlFollowerIT {
  @RegisterExtension
  static final LocalClusterExtension CLUSTER = LocalClusterExtension.brokerOnly();

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path stateDir;

  private final LocalCluster cluster;
  private final String name = "live-" + EventIds.next();
  private final String topic = name + ".control";
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private @Nullable KafkaProducer<byte[], byte[]> made;

  ControlFollowerIT(LocalCluster cluster) {
    this.cluster = cluster;
    cluster.createTopic(topic, 1, Map.of("cleanup.policy", "compact"));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  @Test
  void whatOneSays_theOthersHearWellWithinASecond() {
    ControlFollower one = follower();
    ControlFollower other = follower();
    List<ControlState> heard = new CopyOnWriteArrayList<>();
    other.follow(heard::add);
    assertThat(heard).containsExactly(ControlState.nothing());
    one.say(pause("warm.up"));
    await().atMost(PATIENCE).until(() -> other.state().paused().containsKey("warm.up"));

    long began = System.nanoTime();
    one.say(pause("order.placed"));
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(2))
        .until(() -> other.state().paused().containsKey("order.placed"));

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
    assertThat(heard.get(heard.size() - 1)).isEqualTo(other.state());
    other.takeBack(pause("order.placed"));
    await().atMost(PATIENCE).until(() -> one.state().paused().keySet().equals(Set.of("warm.up")));
  }

  @Test
  void whoStartsLater_knowsAllBeforeItsStartReturns() throws Exception {
    write("source-partitions", "{\"orders\":3}");
    write("pause/order.placed", "no JSON");
    write("halt/order.placed", "{}");
    put(pause("mail.#"));
    for (int i = 0; i < 500; i++) {
      put(new ControlRecord.Cancel("e" + i, byAlice(), Long.MAX_VALUE));
    }
    put(pause("gone.again"));
    write("pause/gone.again", null);

    ControlState state = follower().state();

    assertThat(state.paused()).containsOnlyKeys("mail.#");
    assertThat(state.cancelled()).hasSize(500).containsKey("e499");
  }

  @Test
  void cancellationsPastTheirTime_areForgottenByTheTopicToo() throws Exception {
    put(new ControlRecord.Cancel("old", byAlice(), 1));
    put(new ControlRecord.Cancel("new", byAlice(), Long.MAX_VALUE));
    put(pause("a"));
    List<String> tombstones = new CopyOnWriteArrayList<>();

    assertThat(follower().state().cancelled()).containsOnlyKeys("new");

    try (ControlTombstones reader = new ControlTombstones(cluster.bootstrapServers(), topic)) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                tombstones.addAll(reader.more());
                return !tombstones.isEmpty();
              });
    }
    assertThat(tombstones).containsExactly("cancel/old");
  }

  @Test
  void brokerThatComesBack_isHeardAgain() throws Exception {
    ControlFollower one = follower();
    one.say(pause("before"));
    await().atMost(PATIENCE).until(() -> one.state().paused().containsKey("before"));

    cluster.stopBroker();
    one.say(pause("meanwhile"));
    assertThat(one.state().paused()).containsOnlyKeys("before");
    cluster.startBroker();

    await().atMost(PATIENCE).until(() -> one.state().paused().containsKey("meanwhile"));
    put(pause("after"));
    await().atMost(PATIENCE).until(() -> one.state().paused().size() == 3);
  }

  @Test
  void startWithoutABroker_saysWhatToDo() {
    PipelineConfig config = config("127.0.0.1:1");
    LiveWriter writer = new LiveWriter(config);
    opened.push(writer);
    ControlFollower lonely = new ControlFollower(config, writer, InstantSource.system());

    assertThatThrownBy(() -> lonely.start(Duration.ofMillis(300)))
        .isInstanceOf(ControlStartException.class)
        .hasMessageContaining(topic)
        .hasMessageContaining("within 300ms")
        .hasMessageContaining("check that its brokers run");
  }

  private ControlFollower follower() {
    PipelineConfig config = config(cluster.bootstrapServers());
    LiveWriter writer = new LiveWriter(config);
    opened.push(writer);
    ControlFollower follower = new ControlFollower(config, writer, InstantSource.system());
    opened.push(follower);
    follower.start(PATIENCE);
    return follower;
  }

  private PipelineConfig config(String servers) {
    return PipelineConfig.builder(name)
        .sources(name + ".events")
        .bootstrapServers(servers)
        .schemaRegistryUrl("http://127.0.0.1:1")
        .stateDir(stateDir)
        .build();
  }

  private void put(ControlRecord record) throws Exception {
    write(ControlCodec.key(record), new String(ControlCodec.write(record), UTF_8));
  }

  private void write(String key, @Nullable String value) throws Exception {
    producer().send(new ProducerRecord<>(topic, 0, bytes(key), bytes(value))).get();
  }

  private KafkaProducer<byte[], byte[]> producer() {
    KafkaProducer<byte[], byte[]> open = made;
    if (open == null) {
      Map<String, Object> settings = Map.of("bootstrap.servers", cluster.bootstrapServers());
      open = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
      opened.push(open);
      made = open;
    }
    return open;
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(UTF_8);
  }

  private static ControlRecord.Pause pause(String type) {
    return new ControlRecord.Pause(type, byAlice(), null);
  }

  private static Mandate byAlice() {
    return new Mandate("alice@ops-1", 1, null);
  }
}
