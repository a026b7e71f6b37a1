package io.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.EventHandler;
import io.sluice.schema.EventDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code that README shows, so that it compiles and does what it says. */
class ReadmeExampleTest {
  private final JsonNode order = JsonNodeFactory.instance.objectNode().put("order", 7);
  private final EventHandler<JsonNode> handler = this::ship;

  private void ship(JsonNode data, EventContext context) throws IOException {
    if (context.attempt() == 1) {
      throw new IOException("the warehouse does not answer");
    }
    context.publish(EventDraft.of("order.shipped", data).key("o-1"));
  }

  @Test
  void handler_shipsInTheSecondAttempt() {
    // README: begin
    PipelineConfig config = SluiceTestDriver.config("shop").sources("shop.events").build();
    try (SluiceTestDriver driver =
        SluiceTestDriver.builder(config).on("order.placed", JsonNode.class, handler).start()) {
      driver.publish(EventDraft.of("order.placed", order).id("o-1").delay(Duration.ofDays(3)));
      driver.assertThat("o-1").isDelayed().dueIn(Duration.ofDays(3));

      driver.advance(Duration.ofDays(4));
      driver.assertThat("o-1").succeeded().afterAttempts(2);
      driver.assertThat("o-1").published("order.shipped").withKey("o-1").withData(order);
    }
    // README: end
  }

  @Test
  void readme_showsThisCode() throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("src/test/java/io/sluice/testkit/ReadmeExampleTest.java"));
    List<String> code =
        lines.subList(
            lines.indexOf("    // README: begin") + 1, lines.indexOf("    // README: end"));

    String shown =
        String.join("\n", code.stream().map(line -> line.replaceFirst(" {4}", "")).toList());

    assertThat(Files.readString(Path.of("..", "README.md")))
        .contains("```java\n" + shown + "\n```");
  }
}
