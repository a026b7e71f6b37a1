package io.sluice.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.processor.config.BackoffConfig;
import io.sluice.processor.config.ConfigException;
import io.sluice.processor.config.DedupeConfig;
import io.sluice.processor.config.GuardConfig;
import io.sluice.processor.config.HandlerConfig;
import io.sluice.processor.config.HandlerLimits;
import io.sluice.processor.config.OrderingConfig;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.config.RetryConfig;
import io.sluice.processor.policy.Backoff;
import io.sluice.processor.policy.Limits;
import io.sluice.processor.policy.Ordering;
import io.sluice.processor.policy.Policies;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyLoaderTest {
  @Test
  void whatIsNotSaid_hasThePoliciesDefault() {
    Policies policies = load(config());

    assertThat(policies.ordering()).isEqualTo(Ordering.defaults());
    assertThat(policies.records())
        .isEqualTo(new Policies.Bookkeeping(true, Duration.ofHours(24), true, 2_048));
    assertThat(policies.limits().timeLimitOf("order.placed")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "KEY, RELEASE, DEAD_LETTER",
    "NONE, HOLD, HOLD_BACK",
    "KEY, DEAD_LETTER, HOLD_BACK",
  })
  void ordering_isWhatTheConfigurationSays(
      OrderingConfig.Mode mode,
      OrderingConfig.OnDeadLetter onDeadLetter,
      OrderingConfig.OnParkedFull onParkedFull) {
    Policies policies =
        load(config().ordering(new OrderingConfig(mode, onDeadLetter, 7, onParkedFull)));

    assertThat(policies.ordering())
        .isEqualTo(
            new Ordering(
                Ordering.Mode.valueOf(mode.name()),
                Ordering.OnDeadLetter.valueOf(onDeadLetter.name()),
                7,
                Ordering.OnParkedFull.valueOf(onParkedFull.name())));
  }

  @Test
  void limits_areThePipelinesAndTheHandlersOwn() {
    Limits limits =
        load(config()
                .concurrency(50)
                .timeLimit(Duration.ofMinutes(1))
                .maxInFlight(100)
                .maxInFlightBytes(1_000)
                .handler(handler("a", new HandlerLimits(5, Duration.ofSeconds(3))))
                .handler(handler("b", new HandlerLimits(500, null))))
            .limits();

    assertThat(limits.concurrencyOf("a")).isEqualTo(5);
    assertThat(limits.concurrencyOf("b")).isEqualTo(50);
    assertThat(limits.concurrencyOf("in.code")).isEqualTo(50);
    assertThat(limits.timeLimitOf("a")).isEqualTo(Duration.ofSeconds(3));
    assertThat(limits.timeLimitOf("b")).isNull();
    assertThat(limits.timeLimitOf("in.code")).isEqualTo(Duration.ofMinutes(1));
    assertThat(limits.maxInFlight()).isEqualTo(100);
    assertThat(limits.maxInFlightBytes()).isEqualTo(1_000);
  }

  @Test
  void bookkeeping_isSwitchedOff() {
    Policies.Bookkeeping records =
        load(config().dedupe(DedupeConfig.off()).status(false)).records();

    assertThat(records.dedupe()).isFalse();
    assertThat(records.status()).isFalse();
  }

  @Test
  void backoff_growsOrIsListed() {
    BackoffConfig listed =
        new BackoffConfig(
            new BackoffConfig.Listed(List.of(Duration.ofSeconds(5), Duration.ofMinutes(1))),
            Duration.ofSeconds(30),
            1);
    Policies policies =
        load(
            config()
                .stackTraceBytes(0)
                .retry(RetryConfig.defaults().withBackoff(listed))
                .handler(handler("a", new HandlerLimits(1, null))));

    assertThat(policies.retryOf("other").backoff())
        .isEqualTo(
            new Backoff(
                new Backoff.Listed(List.of(Duration.ofSeconds(5), Duration.ofMinutes(1))),
                Duration.ofSeconds(30),
                1));
    assertThat(policies.retryOf("a").backoff())
        .isEqualTo(new Backoff(Duration.ofSeconds(1), 2, Duration.ofMinutes(10), 0.5));
    assertThat(policies.records().stackTraceBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"java.io.IOExeption", "java.lang.String"})
  void exceptionClassThatIsNone_isRefused(String name) {
    RetryConfig retry = RetryConfig.defaults();
    RetryConfig misspelt =
        new RetryConfig(5, retry.backoff(), null, List.of(), List.of(name), List.of());

    assertThatThrownBy(() -> load(config().retry(misspelt)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("retry.dead_letter_on: ")
        .hasMessageContaining(name);
  }

  private static HandlerConfig handler(String type, HandlerLimits limits) {
    return new HandlerConfig(
        type, "h", Map.of(), RetryConfig.defaults(), limits, GuardConfig.none(), null);
  }

  private static Policies load(PipelineConfig.Builder config) {
    return new PolicyLoader(PolicyLoaderTest.class.getClassLoader()).load(config.build());
  }

  private static PipelineConfig.Builder config() {
    return PipelineConfig.builder("shop")
        .sources("shop.events")
        .bootstrapServers("127.0.0.1:9092")
        .schemaRegistryUrl("http://127.0.0.1:8081");
  }
}
