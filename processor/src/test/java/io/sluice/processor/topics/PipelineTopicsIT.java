package io.sluice.processor.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.config.TopicsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PipelineTopicsIT {
  @RegisterExtension static final LocalClusterExtension BROKER = LocalClusterExtension.brokerOnly();

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LocalCluster cluster;
  private final Admin admin;
  private final String name;

  PipelineTopicsIT(LocalCluster cluster, TestInfo test) {
    this.cluster = cluster;
    this.admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
    this.name = test.getTestMethod().orElseThrow().getName();
  }

  @BeforeEach
  void source() {
    cluster.createTopic(name + ".events", 3);
  }

  @AfterEach
  void disconnect() {
    admin.close();
  }

  @Test
  void firstStart_makesTheTopics() throws Exception {
    TopicsConfig settings = new TopicsConfig((short) 1, Duration.ofDays(30), Duration.ofHours(12));
    PipelineConfig config = pipeline(name + ".events").topics(settings).build();

    assertThat(prepare(config)).isEqualTo(Map.of(name + ".events", 3));

    assertThat(partitions(".retry")).isEqualTo(3);
    assertThat(partitions(".dlq")).isEqualTo(3);
    assertThat(partitions(".status")).isEqualTo(3);
    assertThat(partitions(".workflow")).isEqualTo(2);
    assertThat(setting(".workflow", "retention.ms")).isEqualTo("2592000000");
    assertThat(partitions(".control")).isEqualTo(1);
    assertThat(setting(".dlq", "retention.ms")).isEqualTo("2592000000");
    assertThat(setting(".retry", "retention.ms")).isEqualTo("2592000000");
    assertThat(setting(".status", "retention.ms")).isEqualTo("43200000");
    assertThat(setting(".dlq", "message.timestamp.type")).isEqualTo("LogAppendTime");
    assertThat(setting(".control", "cleanup.policy")).isEqualTo("compact");
  }

  @Test
  void laterStart_findsAllAsItWas() {
    PipelineConfig config = pipeline(name + ".events").build();
    prepare(config);

    assertThat(prepare(config)).isEqualTo(Map.of(name + ".events", 3));
  }

  @Test
  void missingSource_isNamedAndNothingIsCreated() {
    PipelineConfig config = pipeline(name + ".events", name + ".absent").build();

    assertThatThrownBy(() -> prepare(config))
        .isInstanceOf(TopicException.class)
        .hasMessage(
            "source topic %1$s.absent does not exist; create it (sluice topics create %1$s.absent"
                + " --partitions 3), or correct sources: in the pipeline's configuration",
            name);
    assertThat(ownTopics()).isEmpty();
  }

  @Test
  void changedSource_isRefusedAndNothingIsCreated() throws Exception {
    PipelineConfig config = pipeline(name + ".events").build();
    prepare(config);
    admin.deleteTopics(List.of(name + ".dlq")).all().get();
    await().until(() -> !ownTopics().contains(name + ".dlq"));
    widen(".events", 5);

    assertThatThrownBy(() -> prepare(config))
        .isInstanceOf(TopicException.class)
        .hasMessageContaining(
            "source topic " + name + ".events has 5 partitions, but had 3 when the state");
    assertThat(ownTopics()).doesNotContain(name + ".dlq");
    assertThat(partitions(".retry")).isEqualTo(3);
  }

  @Test
  void addedSource_isRememberedWhereItFits() throws Exception {
    prepare(pipeline(name + ".events").build());
    cluster.createTopic(name + ".narrow", 2);
    cluster.createTopic(name + ".wide", 4);

    prepare(pipeline(name + ".events", name + ".narrow").build());

    widen(".narrow", 3);
    assertThatThrownBy(() -> prepare(pipeline(name + ".narrow").build()))
        .hasMessageContaining(name + ".narrow has 3 partitions, but had 2");
    assertThatThrownBy(() -> prepare(pipeline(name + ".events", name + ".wide").build()))
        .hasMessageContaining(name + ".wide is new to pipeline " + name)
        .hasMessageContaining("more than the 3 of " + name + ".retry");
  }

  @Test
  void instancesThatStartTogether_allSucceed() throws Exception {
    PipelineConfig config = pipeline(name + ".events").build();
    ExecutorService instances = Executors.newFixedThreadPool(4);
    try {
      Callable<Map<String, Integer>> start = () -> prepare(config);
      List<Map<String, Integer>> prepared = new ArrayList<>();
      for (Future<Map<String, Integer>> one :
          instances.invokeAll(List.of(start, start, start, start))) {
        prepared.add(one.get());
      }

      assertThat(prepared).hasSize(4).containsOnly(Map.of(name + ".events", 3));
    } finally {
      instances.shutdownNow();
    }
  }

  @Test
  void retryTopicMadeByHandWithAnotherWidth_isRefused() {
    cluster.createTopic(name + ".retry", 2);

    assertThatThrownBy(() -> prepare(pipeline(name + ".events").build()))
        .isInstanceOf(TopicException.class)
        .hasMessageContaining("topic " + name + ".retry has 2 partitions, but needs as many as");
    assertThat(ownTopics()).containsExactly(name + ".retry");
  }

  @Test
  void replicationThatTheClusterCannotGive_isToldWithItsOption() {
    TopicsConfig settings = new TopicsConfig((short) 3, Duration.ofDays(1), Duration.ofDays(1));
    PipelineConfig config = pipeline(name + ".events").topics(settings).build();

    assertThatThrownBy(() -> prepare(config))
        .isInstanceOf(TopicException.class)
        .hasMessageStartingWith("cannot create topic " + name + ".")
        .hasMessageContaining("eplication factor")
        .hasMessageContaining("topics.replication_factor in the pipeline's configuration");
  }

  @Test
  void foreignControlTopic_isTold() {
    PipelineConfig config = pipeline(name + ".events").build();
    prepare(config);
    new Records(cluster).write(name + ".control", 0, "source-partitions", "no JSON");

    assertThatThrownBy(() -> prepare(config))
        .isInstanceOf(TopicException.class)
        .hasMessageContaining("topic " + name + ".control holds something that Sluice did not");
  }

  @Test
  void noBroker_isToldWithAddressAndTime() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      free = socket.getLocalPort();
    }
    PipelineConfig config =
        pipeline(name + ".events").bootstrapServers("127.0.0.1:" + free).build();

    try (Admin nobody = PipelineTopics.connect(config)) {
      PipelineTopics topics =
          new PipelineTopics(nobody, config, Duration.ofSeconds(2), InstantSource.system());

      assertThatThrownBy(topics::prepare)
          .isInstanceOf(BrokerUnavailableException.class)
          .hasMessage(
              "no broker answered at 127.0.0.1:"
                  + free
                  + " within 2s; check that it runs, and kafka.bootstrap.servers in the pipeline's"
                  + " configuration");
    }
  }

  @Test
  void addressThatCannotBeResolved_isTold() {
    PipelineConfig config =
        pipeline(name + ".events").bootstrapServers("no-such-host.invalid:9092").build();

    assertThatThrownBy(() -> PipelineTopics.connect(config))
        .isInstanceOf(BrokerUnavailableException.class)
        .hasMessageStartingWith("no connection to no-such-host.invalid:9092 can be made: ");
  }

  private PipelineConfig.Builder pipeline(String... sources) {
    return PipelineConfig.builder(name)
        .sources(sources)
        .bootstrapServers(cluster.bootstrapServers())
        .schemaRegistryUrl("mock://" + name);
  }

  private Map<String, Integer> prepare(PipelineConfig config) {
    return new PipelineTopics(admin, config, PATIENCE, InstantSource.system()).prepare();
  }

  private Set<String> ownTopics() {
    List<String> own = List.of(name + ".retry", name + ".dlq", name + ".status", name + ".control");
    Set<String> all = allTopics();
    all.retainAll(own);
    return all;
  }

  private Set<String> allTopics() {
    try {
      return new HashSet<>(admin.listTopics().names().get());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void widen(String suffix, int partitions) throws Exception {
    NewPartitions wanted = NewPartitions.increaseTo(partitions);
    admin.createPartitions(Map.of(name + suffix, wanted)).all().get();
    await().until(() -> partitions(suffix) == partitions);
  }

  private int partitions(String suffix) throws Exception {
    String topic = name + suffix;
    TopicDescription description =
        admin.describeTopics(List.of(topic)).topicNameValues().values().iterator().next().get();
    return description.partitions().size();
  }

  private String setting(String suffix, String key) throws Exception {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name + suffix);
    return admin
        .describeConfigs(List.of(topic))
        .values()
        .values()
        .iterator()
        .next()
        .get()
        .get(key)
        .value();
  }
}
