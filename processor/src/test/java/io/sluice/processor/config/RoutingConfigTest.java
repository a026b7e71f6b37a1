package io.sluice.processor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RoutingConfigTest {
  private static final String ROUTES =
      """
      sources: [shop.inbound]
      entry: shop
      exchanges:
        shop: {type: topic, alternate: unrouted}
        audit: {type: fanout}
        unrouted: {type: fanout}
      bindings:
        - {exchange: shop, key: "order.${REGION:-*}.paid", topic: shop.payments}
        - {exchange: shop, key: "#", to_exchange: audit}
        - {exchange: audit, topic: shop.audit.events}
        - {exchange: unrouted, topic: shop.others}
      """;
  private static final String ALONE =
      """
      router: shop-router
      kafka: {bootstrap.servers: "127.0.0.1:9092"}
      schema_registry: {schema.registry.url: "http://127.0.0.1:8081"}
      """;

  @TempDir Path folder;
  private PipelineFile pipeline = new PipelineFile(Path.of("."));

  @BeforeEach
  void useFolder() {
    pipeline = new PipelineFile(folder);
  }

  @Test
  void routerAlone_hasEverySetting() throws IOException {
    String more =
        """
        threads: 2
        state_dir: /var/lib/router
        shutdown_grace: 5s
        http: {port: 9500}
        topics: {replication_factor: 3, dead_letter_retention: 30d}
        """;
    RouterConfig config = RouterConfig.load(write(ALONE + more + ROUTES), Map.of());

    assertThat(config.router()).isEqualTo("shop-router");
    assertThat(config.settings().threads()).isEqualTo(2);
    assertThat(config.settings().stateDir()).isEqualTo(Path.of("/var/lib/router"));
    assertThat(config.settings().http().port()).isEqualTo(9500);
    assertThat(config.settings().topics().replicationFactor()).isEqualTo((short) 3);
    assertThat(config.settings().sources()).containsExactly("shop.inbound");
    assertThat(config.routing().table().exchanges()).hasSize(3);
    assertThat(config.routing().destinations())
        .containsExactly(
            Map.entry("shop.payments", folder + "/routing.yaml:16:5"),
            Map.entry("shop.audit.events", folder + "/routing.yaml:18:5"),
            Map.entry("shop.others", folder + "/routing.yaml:19:5"));
  }

  @Test
  void keys_mayComeFromTheEnvironment() throws IOException {
    Path file = write(ROUTES);

    assertThat(RoutingConfig.load(file, Map.of("REGION", "eu")).table().route("order.us.paid"))
        .satisfies(route -> assertThat(route.topics()).containsExactly("shop.audit.events"));
    assertThat(RoutingConfig.load(file, Map.of()).table().route("order.us.paid").topics())
        .containsExactly("shop.payments", "shop.audit.events");
  }

  @Test
  void pipeline_namesAFileBesideItsOwn() throws IOException {
    write(ROUTES);
    PipelineConfig config = pipeline.with("routing: routing.yaml");

    assertThat(RoutingConfig.inside(config, Map.of()).orElseThrow().sources())
        .containsExactly("shop.inbound");
    assertThat(RoutingConfig.load(folder.resolve("pipeline.yaml"), Map.of()).destinations())
        .containsKeys("shop.payments");
  }

  @Test
  void pipelineWithoutARouter_isTold() {
    assertThat(RoutingConfig.inside(pipeline.with(""), Map.of())).isEmpty();
    assertThatThrownBy(() -> RoutingConfig.load(folder.resolve("pipeline.yaml"), Map.of()))
        .hasMessageEndingWith(
            "pipeline.yaml: pipeline shop has no router; add routing: routing.yaml to it, or name a"
                + " routing.yaml");
  }

  @Test
  void sourceOfThePipeline_cannotBeRoutedToo() throws IOException {
    write(ROUTES.replace("[shop.inbound]", "[shop.events, shop.retry]"));
    PipelineConfig config = pipeline.with("routing: routing.yaml");

    assertThatThrownBy(() -> RoutingConfig.inside(config, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "routing.yaml:1:10: sources: shop.events is a source of pipeline shop too: each of its"
                + " events would be routed and handled; let the router read a topic of its own,"
                + " and lead bindings to shop.events")
        .hasMessageContaining(
            "routing.yaml:1:10: sources: shop.retry is a topic that the pipeline keeps for itself");
  }

  @Test
  void ownTopicOfThePipeline_isNoDestination() throws IOException {
    write(ROUTES.replace("shop.audit.events}", "shop.retry}"));
    PipelineConfig config = pipeline.with("routing: routing.yaml");

    assertThatThrownBy(() -> RoutingConfig.inside(config, Map.of()))
        .hasMessageContaining(
            "routing.yaml:10:30: bindings[2].topic: shop.retry is a topic that Sluice writes"
                + " itself, and only Sluice may");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.audit", "shop.parking"})
  void accountOfThePipeline_isNoDestination(String topic) throws IOException {
    write(ROUTES.replace("shop.audit.events", topic));
    PipelineConfig config = pipeline.with("routing: routing.yaml");

    assertThatThrownBy(() -> RoutingConfig.inside(config, Map.of()))
        .hasMessageContaining(topic + " is a topic that Sluice writes itself");
  }

  @Test
  void missingFile_isTold() {
    assertThatThrownBy(() -> pipeline.with("routing: absent.yaml"))
        .isInstanceOf(ConfigException.class)
        .hasMessageMatching(
            ".*/pipeline\\.yaml:\\d+:\\d+: routing: no such file .*/absent\\.yaml; correct the"
                + " name, or make it");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("routing.yaml"), text);
  }
}
