package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.producer.EventPublisher;
import io.sluice.producer.PublishReceipt;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.avro.examples.PaymentCharge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Routers that are killed in the middle of a transaction, alone and inside a pipeline. */
@ExtendWith(LocalClusterExtension.class)
final class RoutingIT {
  private static final int EVENTS = 5_000;
  private static final int PAYMENTS = 400;
  private static final int KEYS = 50;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final JsonNode DATA = JsonNodeFactory.instance.objectNode().put("order", 7);

  @TempDir Path folder;

  @Test
  void routerKilledInTheMiddle_routesEveryEventOnceAndInOrder(LocalCluster cluster)
      throws Exception {
    List.of("rt.inbound", "rt.payments", "rt.audited").forEach(it -> cluster.createTopic(it, 3));
    publish(cluster, "rt.inbound", EVENTS, RoutingIT::numbered);

    killInATransaction(
        "route", writeSlow(cluster, alone()), new Written(cluster, "rt.audited", 500));
    try (ChildSluice child = start("route", write("routing.yaml", cluster, alone()));
        TopicReader audit = new TopicReader(cluster.bootstrapServers(), "rt.audited");
        TopicReader lost = new TopicReader(cluster.bootstrapServers(), "rt-router.dlq")) {
      awaitRecords(child, audit, routed());
      awaitRecords(child, lost, lost());
      assertThat(child.metric("sluice_routed_total")).as(child.output()).isPositive();
      assertThat(child.metric("sluice_unroutable_total")).isPositive();
      assertThat(child.stop()).as(child.output()).isZero();
    }

    assertOnceAndInOrder(cluster, "rt.audited", numbers(i -> i % 10 != 0));
    assertOnceAndInOrder(cluster, "rt.payments", numbers(i -> i % 10 != 0 && i % 2 == 0));
    assertOnceAndInOrder(cluster, "rt-router.dlq", numbers(i -> i % 10 == 0));
    assertThat(all(cluster, "rt-router.dlq"))
        .allSatisfy(it -> assertThat(reason(it)).isEqualTo("unroutable"));
  }

  @Test
  void routerInsideAPipeline_isKilledWithIt(LocalCluster cluster) throws Exception {
    List.of("rp.inbound", "rp.events", "rp.emitted", "rp.audited")
        .forEach(it -> cluster.createTopic(it, 2));
    publish(cluster, "rp.inbound", PAYMENTS, RoutingIT::payment);
    Files.writeString(folder.resolve("inside.yaml"), inside());

    killInATransaction(
        "process", writeSlow(cluster, pipeline()), new Written(cluster, "rp.audited", 20));
    try (ChildSluice child = start("process", write("pipeline.yaml", cluster, pipeline()));
        TopicReader emitted = new TopicReader(cluster.bootstrapServers(), "rp.emitted")) {
      awaitRecords(child, emitted, PAYMENTS * 9 / 10);
      assertThat(child.stop()).as(child.output()).isZero();
    }

    List<Integer> routed = IntStream.range(0, PAYMENTS).filter(i -> i % 10 != 0).boxed().toList();
    assertOnceAndInOrder(cluster, "rp.audited", routed);
    assertThat(ids(cluster, "rp.emitted"))
        .containsExactlyInAnyOrderElementsOf(
            routed.stream().map(i -> "e-" + i + ".charged").toList());
    assertThat(all(cluster, "rp.dlq"))
        .hasSize(PAYMENTS / 10)
        .allSatisfy(it -> assertThat(reason(it)).isEqualTo("unroutable"));
  }

  @Test
  void bindingToAMissingTopic_isToldAtTheStart(LocalCluster cluster) throws Exception {
    cluster.createTopic("rm.inbound", 1);
    Path config = write("missing.yaml", cluster, alone().replace("rt", "rm"));

    CommandRun route = CommandRun.of("route", "--config", config.toString());
    CommandRun check =
        CommandRun.of("routes", "check", "-c", config.toString(), "-b", cluster.bootstrapServers());

    String told =
        "missing.yaml:13:5: binding to a missing topic: rm.payments does not exist; create it"
            + " (sluice topics create rm.payments --partitions 3), or correct the binding";
    assertThat(route.exitCode()).isEqualTo(ExitCodes.FAILED);
    assertThat(route.err())
        .contains(told)
        .contains("missing topic: rm.audited")
        .doesNotContain("\tat ");
    assertThat(check.exitCode()).isEqualTo(ExitCodes.FAILED);
    assertThat(check.err()).contains(told);
  }

  @Test
  void accountOfAPipeline_isNoDestination(LocalCluster cluster) throws Exception {
    cluster.createTopic("rb.inbound", 1);
    cluster.createTopic("rb.control", 1);
    Path config =
        write(
            "account.yaml", cluster, alone().replace("rt", "rb").replace("rb.audited", "rb.audit"));

    CommandRun check =
        CommandRun.of("routes", "check", "-c", config.toString(), "-b", cluster.bootstrapServers());

    assertThat(check.exitCode()).isEqualTo(ExitCodes.FAILED);
    assertThat(check.err())
        .containsPattern("account.yaml:\\d+:\\d+: binding to rb.audit, which pipeline rb keeps")
        .contains("no event belongs there; name another topic, such as rb.audit.events")
        .doesNotContain("rb.audit does not exist");
  }

  /** So many records of a topic, committed or not. */
  private record Written(LocalCluster cluster, String topic, int count) {}

  /** Kills it when what it has written is there and not committed. */
  private void killInATransaction(String command, Path config, Written written) throws Exception {
    String broker = written.cluster().bootstrapServers();
    try (TopicReader all = TopicReader.uncommitted(broker, written.topic());
        TopicReader committed = new TopicReader(broker, written.topic())) {
      try (ChildSluice child = start(command, config)) {
        awaitRecords(child, all, written.count());
        child.kill();
      }
      assertThat(committed.records()).isEmpty();
    }
  }

  private ChildSluice start(String command, Path config) throws IOException {
    return ChildSluice.start(folder, command, "--config", config.toString());
  }

  private static void awaitRecords(ChildSluice child, TopicReader topic, int count) {
    await()
        .atMost(PATIENCE)
        .failFast("the process ended", () -> !child.isAlive())
        .until(() -> topic.records().size() >= count);
  }

  private static void publish(
      LocalCluster cluster, String topic, int count, IntFunction<EventDraft> event) {
    List<CompletableFuture<PublishReceipt>> receipts = new ArrayList<>();
    try (EventPublisher publisher =
        EventPublisher.builder()
            .topic(topic)
            .bootstrapServers(cluster.bootstrapServers())
            .schemaRegistryUrl(cluster.schemaRegistryUrl())
            .build()) {
      IntStream.range(0, count).mapToObj(event).map(publisher::publish).forEach(receipts::add);
    }
    receipts.forEach(CompletableFuture::join);
  }

  private static EventDraft numbered(int i) {
    String type = i % 10 == 0 ? "user.new" : i % 2 == 0 ? "order.eu.paid" : "order.us.shipped";
    return EventDraft.of(type, DATA).id("e-" + i).key("k-" + i % KEYS);
  }

  private static EventDraft payment(int i) {
    if (i % 10 == 0) {
      return EventDraft.of("user.new", DATA).id("e-" + i).key("k-" + i % KEYS);
    }
    PaymentCharge charge =
        PaymentCharge.newBuilder()
            .setPaymentId("pay-" + i)
            .setCustomerId("k-" + i % KEYS)
            .setAmountCents(100 + i)
            .setCurrency("EUR")
            .build();
    return EventDraft.of("payment.charge", charge).id("e-" + i).key("k-" + i % KEYS);
  }

  private static int routed() {
    return EVENTS * 9 / 10;
  }

  private static int lost() {
    return EVENTS / 10;
  }

  private static List<Integer> numbers(IntPredicate which) {
    return IntStream.range(0, EVENTS).filter(which).boxed().toList();
  }

  private static void assertOnceAndInOrder(
      LocalCluster cluster, String topic, List<Integer> expected) {
    List<Integer> numbers = new ArrayList<>();
    Map<String, Integer> lastByKey = new HashMap<>();
    List<ConsumerRecord<byte[], byte[]>> records = all(cluster, topic);
    List<String> ids = ids(cluster, topic);
    for (int i = 0; i < records.size(); i++) {
      int number = Integer.parseInt(ids.get(i).substring(2));
      String key = new String(records.get(i).key(), UTF_8);
      Integer before = lastByKey.put(key, number);
      assertThat(before == null || before < number).as("%s after %s", number, before).isTrue();
      numbers.add(number);
    }
    assertThat(numbers).as(topic).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static List<String> ids(LocalCluster cluster, String topic) {
    Map<String, String> registry = Map.of("schema.registry.url", cluster.schemaRegistryUrl());
    try (EventCodec codec = EventCodec.create(registry)) {
      return all(cluster, topic).stream()
          .map(it -> codec.decode(it.topic(), it.value()).getId())
          .toList();
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> all(LocalCluster cluster, String topic) {
    try (TopicReader reader = new TopicReader(cluster.bootstrapServers(), topic)) {
      return reader.allRecords();
    }
  }

  private static String reason(ConsumerRecord<byte[], byte[]> letter) {
    return String.valueOf(DeliveryHeaders.text(letter.headers(), DeliveryHeaders.REASON));
  }

  private static String alone() {
    return """
        router: rt-router
        sources: [rt.inbound]
        threads: 2
        entry: shop
        exchanges:
          shop: {type: topic}
          audit: {type: fanout}
        bindings:
          - {exchange: shop, key: "order.*.paid", topic: rt.payments}
          - {exchange: shop, key: "order.#", to_exchange: audit}
          - {exchange: audit, topic: rt.audited}
        """;
  }

  private static String inside() {
    return """
        sources: [rp.inbound]
        entry: shop
        exchanges: {shop: {type: direct}}
        bindings:
          - {exchange: shop, key: payment.charge, topic: rp.events}
          - {exchange: shop, key: payment.charge, topic: rp.audited}
        """;
  }

  private String pipeline() {
    return """
        pipeline: rp
        sources: [rp.events]
        publish_to: rp.emitted
        routing: inside.yaml
        handlers:
          payment.charge:
            handler: payment_charge
            config: {jdbc_url: "jdbc:h2:file:%s;WRITE_DELAY=0"}
        """
        .formatted(folder.resolve("payments").toAbsolutePath());
  }

  /** What it runs does not commit for a while: a kill is sure to find a transaction open. */
  private Path writeSlow(LocalCluster cluster, String text) throws IOException {
    Path file = write("slow.yaml", cluster, text);
    String seldom = ", commit.interval.ms: 30000}";
    return Files.writeString(file, Files.readString(file).replaceFirst("}", seldom));
  }

  private Path write(String name, LocalCluster cluster, String text) throws IOException {
    String servers =
        """
        kafka: {bootstrap.servers: "%s"}
        schema_registry: {schema.registry.url: "%s"}
        state_dir: %s
        http: {host: 127.0.0.1, port: 0}
        """
            .formatted(
                cluster.bootstrapServers(), cluster.schemaRegistryUrl(), folder.resolve("state"));
    return Files.writeString(folder.resolve(name), servers + text);
  }
}
