package io.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.schema.EventDraft;
import io.sluice.schema.avro.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A router inside a pipeline. */
class RoutingScenarioTest {
  private static final JsonNode ORDER = JsonNodeFactory.instance.objectNode().put("order", 7);
  private static final String ROUTES =
      """
      sources: [inbound]
      entry: shop
      exchanges: {shop: {type: topic}}
      bindings:
        - {exchange: shop, key: "order.#", topic: shop.events}
        - {exchange: shop, key: "order.#", topic: audit}
      """;

  private final List<String> ran = new ArrayList<>();

  @TempDir Path folder;

  @Test
  void routedEvent_isHandledWhereABindingLeadsToASource() throws IOException {
    try (SluiceTestDriver driver = driver()) {
      driver.publishTo("inbound", EventDraft.of("order.placed", ORDER).id("o-1").key("k"));
      driver.publish(EventDraft.of("order.placed", ORDER).id("o-2").key("k"));
      driver.advance(Duration.ofSeconds(1));

      assertThat(ran).containsExactly("o-1", "o-2");
      assertThat(driver.lastOutcome("o-1")).isEqualTo(Outcome.SUCCEEDED);
      assertThat(driver.published("audit")).extracting(PublishedEvent::id).containsExactly("o-1");
    }
  }

  @Test
  void unroutableEvent_isADeadLetterOfThePipeline() throws IOException {
    try (SluiceTestDriver driver = driver()) {
      driver.publishTo("inbound", EventDraft.of("user.new", ORDER).id("u-1"));

      assertThat(driver.deadLetter("u-1").reason()).isEqualTo("unroutable");
      assertThat(ran).isEmpty();
    }
  }

  @Test
  void topicThatNobodyReads_isRefused() throws IOException {
    try (SluiceTestDriver driver = driver()) {
      assertThatThrownBy(() -> driver.publishTo("audit", EventDraft.of("order.placed", ORDER)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("does not read audit");
    }
  }

  private SluiceTestDriver driver() throws IOException {
    Path routes = Files.writeString(folder.resolve("routing.yaml"), ROUTES);
    PipelineConfig config =
        SluiceTestDriver.config("shop").sources("shop.events").routing(routes.toString()).build();
    return SluiceTestDriver.builder(config)
        .on("order.placed", JsonNode.class, (data, context) -> ran.add(context.id()))
        .start();
  }
}
