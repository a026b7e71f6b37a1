package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which status is about what: ids of events and of workflows may be the same. */
class WorkflowTopicsTest {
  @Test
  void statusOfAWorkflow_isItsOwn_whetherItBeganOrWasRefused() {
    assertThat(WorkflowTopics.number("w", status("w", "workflow", "w", null))).isEqualTo(-1);
    assertThat(WorkflowTopics.number("w", status("w", "workflow", null, null))).isEqualTo(-1);
    assertThat(WorkflowTopics.number("w", status("x", "workflow", "x", null))).isNull();
  }

  @Test
  void stepOfTheSameId_isNotTheWorkflowsOwn() {
    EventStatus ofAnother = status("w", "image.fetch", "x", 3);

    assertThat(WorkflowTopics.number("w", ofAnother)).isNull();
    assertThat(WorkflowTopics.number("x", ofAnother)).isEqualTo(3);
    assertThat(WorkflowTopics.number("w", status("w", "image.fetch", "w", 1))).isEqualTo(1);
    assertThat(WorkflowTopics.number("w", status("w", "image.fetch", null, null))).isNull();
  }

  @Test
  void duplicateOfAStep_saysNothingOfIt() {
    EventStatus duplicate = status("e", "image.fetch", "w", 1);
    duplicate.setOutcome(Outcome.DISCARDED);
    duplicate.setReason("duplicate");

    assertThat(WorkflowTopics.number("w", duplicate)).isNull();
  }

  private static EventStatus status(
      String id, String type, @Nullable String workflow, @Nullable Integer step) {
    return EventStatus.newBuilder()
        .setId(id)
        .setType(type)
        .setPipeline("shop")
        .setOutcome(Outcome.SUCCEEDED)
        .setAttempt(1)
        .setAt(Instant.EPOCH)
        .setTopic("shop.events")
        .setPartition(0)
        .setOffset(0)
        .setWorkflow(workflow)
        .setStep(step)
        .build();
  }
}
