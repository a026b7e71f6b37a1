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
    assertThat(config.engine())
        .isEqualTo(
            new EngineConfig(
                EngineConfig.Guarantee.EXACTLY_ONCE,
                EngineConfig.Dispatch.ASYNC,
                Runtime.version().feature() >= 21 ? 1_000 : 256,
                10_000,
                67_108_864,
                null,
                Duration.ofMinutes(1)));
    assertThat(config.ordering())
        .isEqualTo(
            new OrderingConfig(
                OrderingConfig.Mode.KEY,
                OrderingConfig.OnDeadLetter.RELEASE,
                10_000,
                OrderingConfig.OnParkedFull.DEAD_LETTER));
    assertThat(config.bookkeeping())
        .isEqualTo(
            new BookkeepingConfig(new DedupeConfig(true, Duration.ofHours(24)), true, 2_048));
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
                guarantee: exactly_once
                dispatch: inline
                concurrency: 500
                max_in_flight: 2000
                max_in_flight_bytes: 16MiB
                time_limit: 30s
                ordering: none
                on_dead_letter: dead-letter
                max_parked_per_key: 100
                on_parked_full: hold-back
                http: {host: 0.0.0.0, port: 0}
                topics: {replication_factor: 3, dead_letter_retention: 90d, status_retention: 12h}
                dedupe: {enabled: true, window: 7d}
                status: {enabled: false}
                retry:
                  max_attempts: 8
                  backoff: {delay: 200ms, multiplier: 3, max_delay: 5m, jitter: 0}
                  timeout: 1d
                  retry_on: [java.io.IOException]
                  dead_letter_on: [java.lang.IllegalStateException]
                  discard_on: com.example.Gone
                  stack_trace_bytes: 4KiB
                handlers:
                  user.welcome_email: {handler: welcome_email, config: {smtp_port: 3025}}
                  "github.#": {handler: github_tally, concurrency: 4, time_limit: 5s}
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
                .guarantee(EngineConfig.Guarantee.EXACTLY_ONCE)
                .dispatch(EngineConfig.Dispatch.INLINE)
                .concurrency(500)
                .maxInFlight(2_000)
                .maxInFlightBytes(16 * 1024 * 1024)
                .timeLimit(Duration.ofSeconds(30))
                .ordering(OrderingConfig.Mode.NONE)
                .onDeadLetter(OrderingConfig.OnDeadLetter.DEAD_LETTER)
                .maxParkedPerKey(100)
                .onParkedFull(OrderingConfig.OnParkedFull.HOLD_BACK)
                .dedupe(new DedupeConfig(true, Duration.ofDays(7)))
                .status(false)
                .stackTraceBytes(4_096)
                .retry(retry)
                .handler(
                    new HandlerConfig(
                        "user.welcome_email",
                        "welcome_email",
                        Map.of("smtp_port", 3025),
                        retry,
                        new HandlerLimits(500, Duration.ofSeconds(30)),
                        GuardConfig.none(),
                        yaml + ":38:3"))
                .handler(
                    new HandlerConfig(
                        "github.#",
                        "github_tally",
                        Map.of(),
                        retry,
                        new HandlerLimits(4, Duration.ofSeconds(5)),
                        GuardConfig.none(),
                        yaml + ":39:3"))
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
  void backoff_isAListOfWaits() {
    PipelineConfig config = file.with("retry: {backoff: {delays: [1s, 5s, 1h], jitter: none}}\n");

    assertThat(config.retry().backoff())
        .isEqualTo(
            new BackoffConfig(
                new BackoffConfig.Listed(
                    List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofHours(1))),
                Duration.ofHours(1),
                0));
  }

  @Test
  void jitter_isAWordOrANumber() {
    assertThat(jitter("none")).isEqualTo(0);
    assertThat(jitter("equal")).isEqualTo(0.5);
    assertThat(jitter("full")).isEqualTo(1);
    assertThat(jitter("0.25")).isEqualTo(0.25);
  }

  private double jitter(String text) {
    return file.with("retry: {backoff: {jitter: " + text + "}}\n").retry().backoff().jitter();
  }

  @Test
  void handlersBackoff_mayBeOfAnotherKindThanThePipelines() {
    PipelineConfig config =
        file.with(
            """
            retry: {backoff: {delays: [5s, 30s], jitter: full}}
            handlers:
              growing: {handler: h, retry: {backoff: {delay: 2m}}}
              capped: {handler: h, retry: {backoff: {max_delay: 10s}}}
              other: {handler: h, retry: {backoff: {delays: 1h}}}
              same: {handler: h, retry: {max_attempts: 3}}
            """);
    BackoffConfig.Waits common =
        new BackoffConfig.Listed(List.of(Duration.ofSeconds(5), Duration.ofSeconds(30)));

    assertThat(config.handlers())
        .extracting(handler -> handler.retry().backoff())
        .containsExactly(
            new BackoffConfig(Duration.ofMinutes(2), 2, Duration.ofMinutes(10), 1),
            new BackoffConfig(common, Duration.ofSeconds(10), 1),
            new BackoffConfig(
                new BackoffConfig.Listed(List.of(Duration.ofHours(1))), Duration.ofHours(1), 1),
            new BackoffConfig(common, Duration.ofSeconds(30), 1));
  }

  @Test
  void durationOfAnyLength_isRefusedWithAMessage() {
    Duration forever = Duration.ofSeconds(Long.MAX_VALUE);

    assertThatThrownBy(() -> RetryConfig.defaults().withTimeout(forever))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("timeout: must not be longer than 36500d");
  }

  @Test
  void handlersLimits_areThePipelinesWhereItSaysNothing() {
    PipelineConfig config =
        file.with(
            """
            concurrency: 100
            time_limit: 1m
            handlers:
              one: {handler: h, concurrency: 3}
              two: {handler: h, time_limit: none}
            """);

    assertThat(config.handlers().get(0).limits())
        .isEqualTo(new HandlerLimits(3, Duration.ofMinutes(1)));
    assertThat(config.handlers().get(1).limits()).isEqualTo(new HandlerLimits(100, null));
  }

  @Test
  void atLeastOnce_isForAPipelineWithoutDedupe() {
    PipelineConfig config = file.with("guarantee: at_least_once\ndedupe: {enabled: false}\n");

    assertThat(config.engine().guarantee()).isEqualTo(EngineConfig.Guarantee.AT_LEAST_ONCE);
    assertThat(config.bookkeeping().dedupe()).isEqualTo(DedupeConfig.off());
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
