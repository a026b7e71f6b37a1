package io.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.processor.config.BackoffConfig;
import io.sluice.processor.config.OrderingConfig.OnDeadLetter;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.config.RetryConfig;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.schema.EventDraft;
import io.sluice.schema.avro.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a dead letter means for the later events of its key. */
class HeldKeyScenarioTest {
  private static final JsonNode ORDER = JsonNodeFactory.instance.objectNode().put("order", 7);

  private final List<String> ran = new ArrayList<>();

  @Test
  void deadLetterWithoutAKeyOfItsOwn_holdsNothing() {
    try (SluiceTestDriver driver = driver(OnDeadLetter.HOLD)) {
      driver.publish(EventDraft.of("nobody.serves.it", ORDER).id("a"));
      driver.publish(EventDraft.of("order.placed", ORDER).id("b").key("a"));

      assertThat(driver.outcomes("a")).containsExactly(Outcome.DEAD);
      assertThat(driver.outcomes("b")).containsExactly(Outcome.SUCCEEDED);
    }
  }

  @Test
  void unservedEventWithAKey_holdsIt() {
    try (SluiceTestDriver driver = driver(OnDeadLetter.HOLD)) {
      driver.publish(EventDraft.of("nobody.serves.it", ORDER).id("a").key("k"));
      driver.publish(EventDraft.of("order.placed", ORDER).id("b").key("k"));

      assertThat(driver.outcomes("b")).containsExactly(Outcome.PARKED);
    }
  }

  @Test
  void followerThatDiesBeforeItRuns_takesThoseBehindItAlong() {
    try (SluiceTestDriver driver = driver(OnDeadLetter.DEAD_LETTER)) {
      driver.publish(EventDraft.of("order.placed", ORDER).id("a").key("k").label("fail", "1"));
      driver.publish(EventDraft.of("nobody.serves.it", ORDER).id("b").key("k"));
      driver.publish(EventDraft.of("order.placed", ORDER).id("c").key("k"));
      driver.advance(Duration.ofMinutes(1));

      assertThat(driver.lastOutcome("a")).isEqualTo(Outcome.SUCCEEDED);
      assertThat(driver.lastOutcome("b")).isEqualTo(Outcome.DEAD);
      assertThat(driver.lastOutcome("c")).isEqualTo(Outcome.DEAD);
      assertThat(ran).containsExactly("a", "a");
    }
  }

  @Test
  void followerThatDiesBeforeItRuns_holdsThoseBehindIt() {
    try (SluiceTestDriver driver = driver(OnDeadLetter.HOLD)) {
      driver.publish(EventDraft.of("order.placed", ORDER).id("a").key("k").label("fail", "1"));
      driver.publish(EventDraft.of("nobody.serves.it", ORDER).id("b").key("k"));
      driver.publish(EventDraft.of("order.placed", ORDER).id("c").key("k"));
      driver.advance(Duration.ofMinutes(1));

      assertThat(driver.lastOutcome("a")).isEqualTo(Outcome.SUCCEEDED);
      assertThat(driver.lastOutcome("b")).isEqualTo(Outcome.DEAD);
      assertThat(driver.lastOutcome("c")).isEqualTo(Outcome.PARKED);
    }
  }

  private SluiceTestDriver driver(OnDeadLetter onDeadLetter) {
    HandlerRegistry handlers =
        HandlerRegistry.builder()
            .on(
                "order.placed",
                JsonNode.class,
                (data, context) -> {
                  ran.add(context.id());
                  if (context.attempt()
                      <= Integer.parseInt(context.labels().getOrDefault("fail", "0"))) {
                    throw new IllegalStateException("told to fail");
                  }
                })
            .build();
    BackoffConfig second = new BackoffConfig(Duration.ofSeconds(1), 1, Duration.ofSeconds(1), 0);
    PipelineConfig config =
        PipelineConfig.builder("shop")
            .sources("shop.events")
            .kafka(Map.of("bootstrap.servers", "none:9092"))
            .schemaRegistry(Map.of("schema.registry.url", "mock://held"))
            .onDeadLetter(onDeadLetter)
            .retry(RetryConfig.defaults().withBackoff(second))
            .build();
    return SluiceTestDriver.of(config, handlers);
  }
}
