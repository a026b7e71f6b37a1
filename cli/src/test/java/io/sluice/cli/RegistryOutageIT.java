package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.processor.Pipeline;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.producer.EventPublisher;
import io.sluice.schema.EventDraft;
import io.sluice.schema.avro.examples.PaymentCharge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalClusterExtension.class)
final class RegistryOutageIT {
  private static final int EVENTS = 50;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void registryAway_holdsEventsAndDeadLettersNone(LocalCluster cluster) throws Exception {
    cluster.createTopic("outage.events", 1);
    publish(cluster);
    Set<String> handled = ConcurrentHashMap.newKeySet();
    HandlerRegistry handlers =
        HandlerRegistry.builder()
            .on(
                "payment.charge",
                PaymentCharge.class,
                (charge, context) -> handled.add(charge.getPaymentId()))
            .build();

    cluster.stopRegistry();
    try (Pipeline pipeline = Pipeline.create(config(cluster), handlers)) {
      pipeline.start();
      await().atMost(PATIENCE).until(() -> waitingForRegistry(pipeline));
      assertThat(pipeline.isReady()).isFalse();
      assertThat(handled).isEmpty();

      cluster.startRegistry();
      await().atMost(PATIENCE).until(() -> handled.size() == EVENTS);
      await().atMost(PATIENCE).until(pipeline::isReady);
    } finally {
      cluster.startRegistry();
    }

    try (TopicReader deadLetters = new TopicReader(cluster.bootstrapServers(), "outage.dlq")) {
      assertThat(deadLetters.records()).isEmpty();
    }
  }

  private static boolean waitingForRegistry(Pipeline pipeline) {
    return pipeline
        .meters()
        .scrape()
        .lines()
        .anyMatch(line -> line.startsWith("sluice_registry_waiting") && line.endsWith(" 1.0"));
  }

  private static void publish(LocalCluster cluster) {
    try (EventPublisher publisher =
        EventPublisher.builder()
            .topic("outage.events")
            .bootstrapServers(cluster.bootstrapServers())
            .schemaRegistryUrl(cluster.schemaRegistryUrl())
            .build()) {
      for (int i = 0; i < EVENTS; i++) {
        PaymentCharge charge =
            PaymentCharge.newBuilder()
                .setPaymentId("pay-" + i)
                .setCustomerId("cus")
                .setAmountCents(1)
                .setCurrency("EUR")
                .build();
        publisher.publish(EventDraft.of("payment.charge", charge)).join();
      }
    }
  }

  private PipelineConfig config(LocalCluster cluster) throws IOException {
    String yaml =
        """
        pipeline: outage
        sources: [outage.events]
        kafka: {bootstrap.servers: "%s"}
        schema_registry: {schema.registry.url: "%s"}
        state_dir: %s
        http: {host: 127.0.0.1, port: 0}
        """
            .formatted(
                cluster.bootstrapServers(), cluster.schemaRegistryUrl(), folder.resolve("state"));
    return PipelineConfig.load(Files.writeString(folder.resolve("pipeline.yaml"), yaml), Map.of());
  }
}
