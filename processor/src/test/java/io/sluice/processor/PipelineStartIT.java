package io.sluice.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.processor.config.HttpConfig;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.schema.EventCodec;
import io.sluice.schema.avro.examples.PaymentCharge;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a pipeline refuses to start with, and what it says. */
@ExtendWith(LocalClusterExtension.class)
class PipelineStartIT {
  @TempDir Path stateDir;

  private final LocalCluster cluster;
  private final String name;

  PipelineStartIT(LocalCluster cluster, TestInfo info) {
    this.cluster = cluster;
    this.name = "start-" + info.getTestMethod().orElseThrow().getName();
  }

  private TestPipeline pipeline(int partitions) {
    return new TestPipeline(cluster, name, stateDir).withSource(partitions);
  }

  private static HandlerRegistry jobs() {
    return HandlerRegistry.builder().on("job.#", JsonNode.class, (data, context) -> {}).build();
  }

  @Test
  void missingSource_isNamedAndNothingIsCreated() throws Exception {
    TestPipeline shop = new TestPipeline(cluster, name, stateDir);

    assertThatThrownBy(() -> shop.start(jobs()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(shop.source)
        .hasMessageContaining("sluice topics create");
    try (Admin admin = admin()) {
      assertThat(admin.listTopics().names().get())
          .noneMatch(topic -> topic.startsWith(shop.name + "."));
    }
  }

  @Test
  void repartitionedSource_isRefused() throws Exception {
    TestPipeline shop = pipeline(2);
    shop.start(jobs()).close();
    try (Admin admin = admin()) {
      admin.createPartitions(Map.of(shop.source, NewPartitions.increaseTo(4))).all().get();
      await()
          .until(
              () ->
                  admin
                          .describeTopics(List.of(shop.source))
                          .allTopicNames()
                          .get()
                          .get(shop.source)
                          .partitions()
                          .size()
                      == 4);
    }

    assertThatThrownBy(() -> shop.start(jobs()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(shop.source)
        .hasMessageContaining("2")
        .hasMessageContaining("4");
  }

  @Test
  void incompatibleSchema_isRefusedWithTheRegistrysReason() throws Exception {
    TestPipeline shop = pipeline(1);
    Schema other =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"PaymentCharge\","
                    + "\"namespace\":\"io.sluice.schema.avro.examples\",\"fields\":["
                    + "{\"name\":\"payment_id\",\"type\":\"int\"}]}");
    try (EventCodec codec =
        EventCodec.create(Map.of("schema.registry.url", cluster.schemaRegistryUrl()))) {
      codec.registerType("payment." + shop.name, other);
    }
    HandlerRegistry handlers =
        HandlerRegistry.builder()
            .on("payment." + shop.name, PaymentCharge.class, (data, context) -> {})
            .build();

    assertThatThrownBy(() -> shop.start(handlers))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("payment." + shop.name);
  }

  @Test
  void portInUse_isNamedWithTheOptionThatChangesIt() throws Exception {
    TestPipeline shop = pipeline(1);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      PipelineConfig config =
          shop.config().http(new HttpConfig("127.0.0.1", taken.getLocalPort())).build();

      assertThatThrownBy(() -> shop.start(config, jobs()))
          .isInstanceOf(StartException.class)
          .hasMessageContaining(String.valueOf(taken.getLocalPort()))
          .hasMessageContaining("http.port");
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
  }
}
