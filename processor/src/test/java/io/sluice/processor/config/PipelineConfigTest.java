package io.sluice.processor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PipelineConfigTest {
  @TempDir Path folder;
  private PipelineFile file = new PipelineFile(Path.of("."));

  @BeforeEach
  void useFolder() {
    file = new PipelineFile(folder);
  }

  @Test
  void whatIsNotSaid_hasTheDefault() {
    PipelineConfig config = file.with("");

    assertThat(config.pipeline()).isEqualTo("shop");
    assertThat(config.sources()).containsExactly("shop.events");
    assertThat(config.publishTo()).isEqualTo("shop.events");
    assertThat(config.serde()).isEqualTo("sluice");
    assertThat(config.kafka()).isEqualTo(Map.of("bootstrap.servers", "127.0.0.1:9092"));
    assertThat(config.schemaRegistry())
        .isEqualTo(Map.of("schema.registry.url", "http://127.0.0.1:8081"));
    assertThat(config.threads()).isEqualTo(1);
    assertThat(config.stateDir()).isEqualTo(Path.of(".sluice/state"));
    assertThat(config.shutdownGrace()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.http()).isEqualTo(new HttpConfig("127.0.0.1", 9400));
    assertThat(config.topics())
        .isEqualTo(new TopicsConfig((short) -1, Duration.ofDays(30), Duration.ofDays(7)));
    assertThat(config.dedupe()).isEqualTo(new DedupeConfig(Duration.ofHours(24)));
    assertThat(config.retry())
        .isEqualTo(
            new RetryConfig(
                5,
                new BackoffConfig(Duration.ofSeconds(1), 2.0, Duration.ofMinutes(10), 0.5),
                null,
                List.of(),
                List.of(),
                List.of()));
    assertThat(config.handlers()).isEmpty();
  }

  @Test
  void everyKey_isRead() {
    PipelineConfig config =
        PipelineConfig.load(
            file.write(
                """
                pipeline: shop
                sources: [shop.events, shop.orders]
                publish_to: shop.orders
                serde: "com.example.Writer, com.example.Reader"
                kafka:
                  bootstrap.servers: [a:9092, b:9092]
                  producer.linger.ms: 5
                  main.consumer.max.poll.records: 500
                schema_registry:
                  schema.registry.url: http://r:8081
                  auto.register.schemas: false
                threads: 4
                state_dir: /var/lib/shop
                shutdown_grace: 10s
                http: {host: 0.0.0.0, port: 0}
                topics: {replication_factor: 3, dead_letter_retention: 90d, status_retention: 12h}
                dedupe: {window: 7d}
                retry:
                  max_attempts: 8
                  backoff: {delay: 200ms, multiplier: 3, max_delay: 5m, jitter: 0}
                  timeout: 1d
                  retry_on: [java.io.IOException]
                  dead_letter_on: [java.lang.IllegalStateException]
                  discard_on: com.example.Gone
                handlers:
                  user.welcome_email: {handler: welcome_email, config: {smtp_port: 3025}}
                  "github.#": {handler: github_tally}
                """),
            Map.of());

    RetryConfig retry =
        new RetryConfig(
            8,
            new BackoffConfig(Duration.ofMillis(200), 3, Duration.ofMinutes(5), 0),
            Duration.ofDays(1),
            List.of("java.io.IOException"),
            List.of("java.lang.IllegalStateException"),
            List.of("com.example.Gone"));
    String yaml = folder.resolve("pipeline.yaml").toString();
    assertThat(config)
        .isEqualTo(
            PipelineConfig.builder("shop")
                .sources("shop.events", "shop.orders")
                .publishTo("shop.orders")
                .serde("com.example.Writer, com.example.Reader")
                .bootstrapServers("a:9092,b:9092")
                .kafka(Map.of("producer.linger.ms", "5", "main.consumer.max.poll.records", "500"))
                .schemaRegistryUrl("http://r:8081")
                .schemaRegistry(Map.of("auto.register.schemas", "false"))
                .threads(4)
                .stateDir(Path.of("/var/lib/shop"))
                .shutdownGrace(Duration.ofSeconds(10))
                .http(new HttpConfig("0.0.0.0", 0))
                .topics(new TopicsConfig((short) 3, Duration.ofDays(90), Duration.ofHours(12)))
                .dedupe(new DedupeConfig(Duration.ofDays(7)))
                .retry(retry)
                .handler(
                    new HandlerConfig(
                        "user.welcome_email",
                        "welcome_email",
                        Map.of("smtp_port", 3025),
                        retry,
                        yaml + ":26:3"))
                .handler(
                    new HandlerConfig("github.#", "github_tally", Map.of(), retry, yaml + ":27:3"))
                .build());
  }

  @Test
  void handlersRetry_hasTheRestFromThePipelines() {
    PipelineConfig config =
        file.with(
            """
            retry: {max_attempts: 7, timeout: 1d, backoff: {delay: 5s}, retry_on: [a.B]}
            handlers:
              one: {handler: h, retry: {max_attempts: 3, backoff: {jitter: 0}}}
              two: {handler: h, retry: {timeout: none, retry_on: []}}
              three: {handler: h}
            """);

    RetryConfig common = config.retry();
    BackoffConfig exact = new BackoffConfig(Duration.ofSeconds(5), 2.0, Duration.ofMinutes(10), 0);
    assertThat(config.handlers().get(0).retry())
        .isEqualTo(common.withMaxAttempts(3).withBackoff(exact));
    assertThat(config.handlers().get(1).retry().timeout()).isNull();
    assertThat(config.handlers().get(1).retry().retryOn()).isEmpty();
    assertThat(config.handlers().get(2).retry()).isEqualTo(common);
  }

  @Test
  void handlersConfig_keepsPlainJavaValues() {
    PipelineConfig config =
        file.with(
            """
            handlers:
              one:
                handler: h
                config:
                  text: a b
                  number: 25
                  large: 5000000000
                  decimal: 0.5
                  yes: true
                  no: off
                  quoted: "25"
                  zip: 01234
                  version: 1.10
                  secret: ${PIN}
                  list: [1, {a: b}]
                  map: {wait: 5s}
            """,
            Map.of("PIN", "0042"));

    assertThat(config.handlers().get(0).config())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("text", "a b"),
                Map.entry("number", 25),
                Map.entry("large", 5_000_000_000L),
                Map.entry("decimal", 0.5),
                Map.entry("yes", true),
                Map.entry("no", "off"),
                Map.entry("quoted", "25"),
                Map.entry("zip", "01234"),
                Map.entry("version", "1.10"),
                Map.entry("secret", "0042"),
                Map.entry("list", List.of(1, Map.of("a", "b"))),
                Map.entry("map", Map.of("wait", "5s"))));
  }

  @Test
  void environment_fillsValues() {
    PipelineConfig config =
        PipelineConfig.load(
            file.write(
                """
                pipeline: ${NAME}
                sources: ["${NAME}.events"]
                kafka: {bootstrap.servers: "${BROKERS:-127.0.0.1:9092}"}
                schema_registry: {schema.registry.url: "http://${REGISTRY}:8081"}
                http: {port: "${EMPTY:-9500}"}
                state_dir: $${HOME}
                """),
            Map.of("NAME", "shop", "REGISTRY", "r$1", "EMPTY", ""));

    assertThat(config.pipeline()).isEqualTo("shop");
    assertThat(config.sources()).containsExactly("shop.events");
    assertThat(config.kafka()).containsEntry("bootstrap.servers", "127.0.0.1:9092");
    assertThat(config.schemaRegistry()).containsEntry("schema.registry.url", "http://r$1:8081");
    assertThat(config.http().port()).isEqualTo(9500);
    assertThat(config.stateDir()).isEqualTo(Path.of("${HOME}"));
  }

  @Test
  void sectionWithoutValue_hasItsDefaults() {
    assertThat(file.with("http:\nretry:\n  # all as it is\nhandlers:\n")).isEqualTo(file.with(""));
  }

  @Test
  void aliases_areFollowed() {
    PipelineConfig config =
        file.with(
            """
            retry: &patient {max_attempts: 9}
            handlers:
              one: {handler: h, retry: *patient}
            """);

    assertThat(config.handlers().get(0).retry().maxAttempts()).isEqualTo(9);
  }

  @Test
  void text_hidesValuesThatMayBeSecret() {
    PipelineConfig config =
        file.with("handlers: {a: {handler: h, config: {smtp_password: hush}}}\n", Map.of());
    PipelineConfig inCode =
        PipelineConfig.builder("shop")
            .sources("s")
            .bootstrapServers("b:1")
            .kafka(Map.of("sasl.jaas.config", "hush"))
            .schemaRegistryUrl("http://r")
            .schemaRegistry(Map.of("basic.auth.user.info", "hush"))
            .build();

    assertThat(config.toString()).contains("smtp_password").doesNotContain("hush");
    assertThat(inCode.toString()).contains("sasl.jaas.config").doesNotContain("hush");
  }

  @Test
  void builder_refusesAllThatIsMissingAtOnce() {
    assertThatThrownBy(() -> PipelineConfig.builder("").threads(0).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            pipeline: is missing; give the pipeline a name, such as shop
            sources: is missing; name at least one topic to read events from
            threads: must be 1 or more, found 0
            kafka.bootstrap.servers: is missing; give an address such as 127.0.0.1:9092
            schema_registry.schema.registry.url: is missing; give an address such as \
            http://127.0.0.1:8081/apis/ccompat/v7\
            """);
  }

  @Test
  void clients_getTheSettingsTheyKnow() {
    PipelineConfig config =
        PipelineConfig.builder("shop")
            .sources("s")
            .schemaRegistryUrl("http://r")
            .kafka(
                Map.of(
                    "bootstrap.servers", "b:1",
                    "group.protocol", "streams",
                    "num.standby.replicas", "1",
                    "linger.ms", "5",
                    "producer.linger.ms", "7",
                    "admin.retries", "3",
                    "consumer.fetch.min.bytes", "9"))
            .build();

    assertThat(KafkaClientSettings.admin(config))
        .isEqualTo(Map.of("bootstrap.servers", "b:1", "retries", "3"));
    assertThat(KafkaClientSettings.producer(config))
        .isEqualTo(Map.of("bootstrap.servers", "b:1", "linger.ms", "7"));
    assertThat(KafkaClientSettings.consumer(config))
        .isEqualTo(Map.of("bootstrap.servers", "b:1", "fetch.min.bytes", "9"));
  }
}
