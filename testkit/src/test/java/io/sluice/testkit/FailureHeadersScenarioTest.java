package io.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.processor.config.BackoffConfig;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.config.RetryConfig;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.EventDraft;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

/** What an event carries after many failures: where it came from first, and what failed last. */
class FailureHeadersScenarioTest {
  private static final JsonNode ORDER = JsonNodeFactory.instance.objectNode().put("order", 7);

  @Test
  void fiveFailures_leaveTheFirstOriginAndTheLastErrorOnceEach() {
    HandlerRegistry handlers =
        HandlerRegistry.builder()
            .on(
                "order.placed",
                JsonNode.class,
                (data, context) -> {
                  throw new IllegalStateException("failure " + context.attempt());
                })
            .build();
    try (SluiceTestDriver driver = SluiceTestDriver.of(config(), handlers)) {
      driver.publish(EventDraft.of("order.placed", ORDER).id("a").key("k"));
      driver.advance(Duration.ofMinutes(1));

      assertThat(driver.deadLetters()).hasSize(1);
      Headers headers = driver.deadLetters().get(0).headers();
      assertThat(Arrays.stream(headers.toArray()).map(Header::key)).doesNotHaveDuplicates();
      assertThat(DeliveryHeaders.text(headers, DeliveryHeaders.ATTEMPT)).isEqualTo("5");
      assertThat(DeliveryHeaders.text(headers, DeliveryHeaders.ORIGIN_TOPIC))
          .isEqualTo("shop.events");
      assertThat(DeliveryHeaders.text(headers, DeliveryHeaders.ORIGIN_OFFSET)).isEqualTo("0");
      assertThat(DeliveryHeaders.text(headers, DeliveryHeaders.ERROR_MESSAGE))
          .isEqualTo("failure 5");
      assertThat(DeliveryHeaders.text(headers, DeliveryHeaders.ERROR_STACKTRACE))
          .contains("failure 5")
          .doesNotContain("failure 4");
    }
  }

  private static PipelineConfig config() {
    BackoffConfig second = new BackoffConfig(Duration.ofSeconds(1), 1, Duration.ofSeconds(1), 0);
    return PipelineConfig.builder("shop")
        .sources("shop.events")
        .kafka(Map.of("bootstrap.servers", "none:9092"))
        .schemaRegistry(Map.of("schema.registry.url", "mock://headers"))
        .retry(RetryConfig.defaults().withBackoff(second))
        .build();
  }
}
