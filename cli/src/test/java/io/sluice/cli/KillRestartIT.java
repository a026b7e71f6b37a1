package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.producer.EventPublisher;
import io.sluice.producer.PublishReceipt;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.avro.examples.PaymentCharge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalClusterExtension.class)
final class KillRestartIT {
  private static final int EVENTS = 5_000;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path folder;

  @Test
  void processKilledInTheMiddle_emitsEveryEventOnce(LocalCluster cluster) throws Exception {
    cluster.createTopic("kill.events", 3);
    cluster.createTopic("kill.emitted", 3);
    Set<String> published = publish(cluster);
    Path config = writeConfig(cluster);

    try (TopicReader emitted = new TopicReader(cluster.bootstrapServers(), "kill.emitted")) {
      killAfter(EVENTS / 10, config, emitted);
      killAfter(EVENTS / 2, config, emitted);
      assertThat(emitted.records()).hasSizeLessThan(EVENTS);
      try (ChildSluice child = start(config)) {
        await()
            .atMost(PATIENCE)
            .failFast("the process ended", () -> !child.isAlive())
            .until(() -> emitted.records().size() >= EVENTS);
        assertThat(child.stop()).as(child.output()).isZero();
      }

      assertThat(timesEmitted(cluster, emitted))
          .hasSize(EVENTS)
          .containsOnlyKeys(published.stream().map(id -> id + ".charged").toList())
          .allSatisfy((id, times) -> assertThat(times).as(id).isEqualTo(1));
    }
    assertThat(charges()).isEqualTo(EVENTS);
  }

  private void killAfter(int events, Path config, TopicReader emitted) throws Exception {
    try (ChildSluice child = start(config)) {
      await()
          .atMost(PATIENCE)
          .failFast("the process ended", () -> !child.isAlive())
          .until(() -> emitted.records().size() >= events);
      child.kill();
    }
  }

  private ChildSluice start(Path config) throws IOException {
    return ChildSluice.start(folder, "process", "--config", config.toString());
  }

  private static Set<String> publish(LocalCluster cluster) {
    Set<String> ids = new TreeSet<>();
    List<CompletableFuture<PublishReceipt>> receipts = new ArrayList<>();
    try (EventPublisher publisher =
        EventPublisher.builder()
            .topic("kill.events")
            .bootstrapServers(cluster.bootstrapServers())
            .schemaRegistryUrl(cluster.schemaRegistryUrl())
            .build()) {
      for (int i = 0; i < EVENTS; i++) {
        String id = "charge-" + i;
        ids.add(id);
        receipts.add(publisher.publish(charge(id, i)));
      }
    }
    receipts.forEach(CompletableFuture::join);
    return ids;
  }

  private static EventDraft charge(String id, int number) {
    PaymentCharge charge =
        PaymentCharge.newBuilder()
            .setPaymentId("pay-" + number)
            .setCustomerId("cus-" + number % 100)
            .setAmountCents(100 + number)
            .setCurrency("EUR")
            .build();
    return EventDraft.of("payment.charge", charge).id(id).key(charge.getCustomerId());
  }

  private Path writeConfig(LocalCluster cluster) throws IOException {
    String yaml =
        """
        pipeline: kill
        sources: [kill.events]
        publish_to: kill.emitted
        kafka: {bootstrap.servers: "%s"}
        schema_registry: {schema.registry.url: "%s"}
        state_dir: %s
        http: {host: 127.0.0.1, port: 0}
        handlers:
          payment.charge:
            handler: payment_charge
            config: {jdbc_url: "%s"}
        """
            .formatted(
                cluster.bootstrapServers(),
                cluster.schemaRegistryUrl(),
                folder.resolve("state"),
                jdbcUrl());
    return Files.writeString(folder.resolve("pipeline.yaml"), yaml);
  }

  private String jdbcUrl() {
    // Without the delay: a charge that H2 has committed must survive a kill -9.
    return "jdbc:h2:file:" + folder.resolve("payments").toAbsolutePath() + ";WRITE_DELAY=0";
  }

  private static Map<String, Integer> timesEmitted(LocalCluster cluster, TopicReader emitted) {
    Map<String, Integer> times = new TreeMap<>();
    Map<String, String> registry = Map.of("schema.registry.url", cluster.schemaRegistryUrl());
    try (EventCodec codec = EventCodec.create(registry)) {
      emitted
          .records()
          .forEach(
              it -> times.merge(codec.decode(it.topic(), it.value()).getId(), 1, Integer::sum));
    }
    return times;
  }

  private long charges() throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl(), "sa", "");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM charge")) {
      row.next();
      return row.getLong(1);
    }
  }
}
