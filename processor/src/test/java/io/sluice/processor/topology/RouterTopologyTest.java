package io.sluice.processor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.processor.metrics.MicrometerPipelineMetrics;
import io.sluice.processor.routing.Binding;
import io.sluice.processor.routing.Exchange;
import io.sluice.processor.routing.RoutingTable;
import io.sluice.schema.DeadLetterInfo;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.TopicNames;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // Made before each test, in its own folder.
class RouterTopologyTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final EventCodec codec = EventCodec.create(Map.of("schema.registry.url", "mock://route"));
  @TempDir Path folder;
  private TopologyTestDriver driver;

  @BeforeEach
  void start() {
    driver = new TopologyTestDriver(topology(), settings(), NOW);
  }

  @AfterEach
  void close() {
    driver.close();
    codec.close();
  }

  @Test
  void event_goesOnceToEachTopicWithBytesAndHeadersAsTheyAre() {
    TestRecord<byte[], byte[]> event = event("order.paid");
    event.headers().add("trace", "7".getBytes(UTF_8)).add("trace", "8".getBytes(UTF_8));
    put(event);

    for (String topic : List.of("orders", "all")) {
      List<TestRecord<byte[], byte[]>> there = take(topic);
      assertThat(there).hasSize(1);
      assertThat(there.get(0).key()).isEqualTo(event.key());
      assertThat(there.get(0).value()).isEqualTo(event.value());
      assertThat(there.get(0).headers()).isEqualTo(event.headers());
    }
    assertThat(take("router.dlq")).isEmpty();
    assertThat(count("sluice.routed", "topic", "orders")).isEqualTo(1);
    assertThat(count("sluice.unroutable", "pipeline", "router")).isZero();
  }

  @Test
  void unroutableEvent_isADeadLetterAsItCame() {
    TestRecord<byte[], byte[]> event = event("user.new");
    put(event);

    TestRecord<byte[], byte[]> letter = take("router.dlq").get(0);
    DeadLetterInfo info = DeliveryHeaders.readDeadLetter(letter.headers());
    assertThat(letter.key()).isEqualTo(event.key());
    assertThat(letter.value()).isEqualTo(event.value());
    assertThat(info).isNotNull();
    assertThat(info.pipeline()).isEqualTo("router");
    assertThat(info.reason()).isEqualTo("unroutable");
    assertThat(info.eventType()).isEqualTo("user.new");
    assertThat(info.originPartitions()).isEqualTo(3);
    assertThat(text(letter, DeliveryHeaders.ORIGIN_TOPIC)).isEqualTo("inbound");
    assertThat(text(letter, DeliveryHeaders.ERROR_MESSAGE))
        .isEqualTo("no binding leads type \"user.new\" to a topic");
    assertThat(count("sluice.unroutable", "pipeline", "router")).isEqualTo(1);
    assertThat(driver.producedTopicNames()).containsExactly("router.dlq");
  }

  @Test
  void unreadableBytes_areADeadLetterUntouched() {
    byte[] junk = {0, 9, 9};
    put(new TestRecord<>(null, junk, new RecordHeaders(), NOW));
    put(new TestRecord<>("k".getBytes(UTF_8), null, new RecordHeaders(), NOW));

    List<TestRecord<byte[], byte[]>> letters = take("router.dlq");
    assertThat(letters).hasSize(2);
    assertThat(letters.get(0).value()).isEqualTo(junk);
    assertThat(letters).allSatisfy(it -> assertThat(reason(it)).isEqualTo("undecodable"));
    assertThat(count("sluice.unroutable", "pipeline", "router")).isZero();
  }

  @Test
  void counters_areThereBeforeTheFirstEvent() {
    assertThat(count("sluice.routed", "topic", "all")).isZero();
    assertThat(count("sluice.unroutable", "pipeline", "router")).isZero();
  }

  /** Else the names of the pipeline's changelogs would change with it. */
  @Test
  void routerBesideAPipeline_comesLastInTheCount() {
    Topology topology = new Topology();
    topology.addSource("events", "a").addSource("steps", "b");
    RouterTopology.addTo(topology, plan(), surroundings());

    assertThat(topology.describe().toString())
        .contains("Sub-topology: 0\n    Source: events")
        .contains("Sub-topology: 1\n    Source: steps")
        .contains("Sub-topology: 2\n    Source: to-route");
  }

  private Topology topology() {
    return RouterTopology.of(plan(), surroundings());
  }

  private static RouterTopology.Plan plan() {
    RoutingTable table =
        new RoutingTable(
            "x",
            List.of(new Exchange("x", Exchange.Type.TOPIC, null)),
            List.of(
                Binding.toTopic("x", "order.*", "orders"),
                Binding.toTopic("x", "order.#", "all"),
                Binding.toTopic("x", "#.paid", "all")));
    return new RouterTopology.Plan(new TopicNames("router"), List.of("inbound"), table);
  }

  private RouterTopology.Surroundings surroundings() {
    return new RouterTopology.Surroundings(
        codec,
        new MicrometerPipelineMetrics(meters, "router"),
        new PipelineTopology.Waiting(duration -> {}, () -> true),
        Map.of("inbound", 3));
  }

  private Properties settings() {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "router");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
    settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    return settings;
  }

  private TestRecord<byte[], byte[]> event(String type) {
    var data = JsonNodeFactory.instance.objectNode().put("n", 1);
    var event =
        codec.encode(
            EventDraft.of(type, data).id("e-1").key("k-1"),
            new EncodeContext("inbound", "test", NOW));
    return new TestRecord<>(event.key(), event.value(), new RecordHeaders(), NOW);
  }

  private void put(TestRecord<byte[], byte[]> record) {
    driver
        .createInputTopic("inbound", new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(record);
  }

  private List<TestRecord<byte[], byte[]>> take(String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  private double count(String meter, String tag, String value) {
    return meters.get(meter).tag(tag, value).counter().count();
  }

  private static String reason(TestRecord<byte[], byte[]> letter) {
    return text(letter, DeliveryHeaders.REASON);
  }

  private static String text(TestRecord<byte[], byte[]> record, String header) {
    Headers headers = record.headers();
    return String.valueOf(DeliveryHeaders.text(headers, header));
  }
}
