package io.sluice.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.guard.GuardRules;
import io.sluice.schema.RateLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GuardLoaderTest {
  private static final String NEEDED =
      """
      pipeline: shop
      sources: [shop.events]
      kafka: {bootstrap.servers: "127.0.0.1:9092"}
      schema_registry: {schema.registry.url: "http://127.0.0.1:8081"}
      """;

  @TempDir Path folder;

  @Test
  void nothingSaid_guardsNothing() throws IOException {
    assertThat(rules("handlers: {a.b: {handler: x}}")).isEqualTo(GuardRules.none());
  }

  @Test
  void everythingSaid_isARule() throws IOException {
    GuardRules rules =
        rules(
            """
            dependencies:
              smtp: {rate_limit: 600/m, circuit_breaker: {window: 1m, minimum_calls: 5}}
            retry: {stack_trace_bytes: 512}
            handlers:
              user.#:
                handler: x
                rate_limit: 100/s
                rate_limit_per_key: 20/h
                dependency: smtp
                circuit_breaker: {failure_rate: 0.25, slow_call: 2s, slow_call_rate: 0.75, window: 50, minimum_calls: 10, wait: 1m, half_open_calls: 2}
                pause_on_alike_failures: {share: 0.9, failures: 20, window: 1m}
            """);

    assertThat(rules.handlers())
        .containsExactly(
            new GuardRules.OfHandler(
                "user.#",
                new RateLimit(100, Duration.ofSeconds(1)),
                new RateLimit(20, Duration.ofHours(1)),
                new GuardRules.OfBreaker(
                    new GuardRules.Threshold(0.25, Duration.ofSeconds(2), 0.75),
                    new GuardRules.Window(50, null, 10),
                    Duration.ofMinutes(1),
                    2),
                "smtp",
                new GuardRules.Alike(0.9, 20, Duration.ofMinutes(1), 512)));
    assertThat(rules.dependencies())
        .containsExactly(
            new GuardRules.OfDependency(
                "smtp",
                new RateLimit(600, Duration.ofMinutes(1)),
                new GuardRules.OfBreaker(
                    new GuardRules.Threshold(0.5, null, 1),
                    new GuardRules.Window(100, Duration.ofMinutes(1), 5),
                    Duration.ofSeconds(30),
                    5)));
  }

  @Test
  void theDefaults_areThoseOfTheDocumentation() throws IOException {
    GuardRules rules =
        rules("handlers: {a.b: {handler: x, circuit_breaker: {}, pause_on_alike_failures: {}}}");

    GuardRules.OfHandler handler = rules.handlers().get(0);
    assertThat(handler.breaker())
        .isEqualTo(
            new GuardRules.OfBreaker(
                new GuardRules.Threshold(0.5, null, 1),
                new GuardRules.Window(100, null, 20),
                Duration.ofSeconds(30),
                5));
    assertThat(handler.alike())
        .isEqualTo(new GuardRules.Alike(0.8, 100, Duration.ofMinutes(5), 2_048));
  }

  private GuardRules rules(String added) throws IOException {
    Path file = Files.writeString(folder.resolve("pipeline.yaml"), NEEDED + added + "\n");
    return GuardLoader.load(PipelineConfig.load(file, Map.of()));
  }
}
