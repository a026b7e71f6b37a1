package io.sluice.testkit;

import static io.sluice.schema.Workflow.chain;
import static io.sluice.schema.Workflow.step;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.processor.config.DedupeConfig;
import io.sluice.processor.config.EngineConfig;
import io.sluice.processor.config.RetryConfig;
import io.sluice.processor.handler.EventContext;
import io.sluice.schema.EventDraft;
import io.sluice.schema.Workflow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With {@code guarantee: at_least_once} a crash could lose a step, so workflows are refused. */
class WorkflowGuaranteeScenarioTest {
  private static final String WHY =
      "workflows need guarantee: exactly_once; this pipeline runs with at_least_once, under which a"
          + " crash could lose a step for ever";

  private final List<String> ran = new ArrayList<>();

  private final SluiceTestDriver driver =
      SluiceTestDriver.builder(
              SluiceTestDriver.config("weak")
                  .sources("weak.events")
                  .guarantee(EngineConfig.Guarantee.AT_LEAST_ONCE)
                  .dedupe(DedupeConfig.off())
                  .retry(RetryConfig.defaults().withMaxAttempts(1))
                  .build())
          .on("add", JsonNode.class, (data, context) -> ran.add(context.id()))
          .on("parent", JsonNode.class, WorkflowGuaranteeScenarioTest::publishWorkflow)
          .start();

  @AfterEach
  void stop() {
    driver.close();
  }

  private static void publishWorkflow(JsonNode data, EventContext context) {
    context.publish(workflow());
  }

  private static Workflow workflow() {
    return Workflow.of(chain(step(EventDraft.of("add", 1)), step(EventDraft.of("add", 2)))).id("w");
  }

  @Test
  void definition_isADeadLetterThatSaysWhy() {
    driver.publish(workflow());

    driver.assertThat("w").isDead().because("no_workflows").withMessageContaining(WHY);
    assertThat(driver.deadLetter("w").reason()).isEqualTo("no_workflows");
    assertThat(ran).isEmpty();
  }

  @Test
  void workflowOfAHandler_failsTheAttemptAtOnce() {
    String id = driver.publish(EventDraft.of("parent", 0));

    driver
        .assertThat(id)
        .isDead()
        .withError(IllegalStateException.class)
        .withMessageContaining(WHY);
    assertThat(driver.publishedEvents()).isEmpty();
    assertThat(ran).isEmpty();
  }

  @Test
  void events_runAsEver() {
    driver.publish(EventDraft.of("add", 1).id("a"));

    assertThat(ran).containsExactly("a");
  }
}
