package io.sluice.cli;

import static io.sluice.schema.Workflow.group;
import static io.sluice.schema.Workflow.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.EncodeContext;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.Workflow;
import io.sluice.schema.avro.StepSettled;
import io.sluice.schema.avro.WorkflowRecord;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is counted of workflows; the command itself is in WorkflowCommandIT. */
class WorkflowListCommandTest {
  private static final String TOPIC = "shop.workflow";
  private static final int MEMBERS = 9_000;

  private final EventCodec codec =
      EventCodec.create(Map.of("schema.registry.url", "mock://workflow-list"));
  private final Map<String, WorkflowListCommand.Line> lines = new LinkedHashMap<>();

  @AfterEach
  void close() {
    codec.close();
  }

  @Test
  void largeWorkflowThatIsPublishedTwice_countsItsStepsOnce() {
    List<WorkflowRecord> parts = parts();
    assertThat(parts).hasSizeGreaterThan(1);

    parts.forEach(this::add);
    parts.forEach(this::add);
    add(new WorkflowRecord("w", Instant.EPOCH, new StepSettled(1, "w-1", "succeeded", null)));

    assertThat(lines.values())
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.steps()).isEqualTo(MEMBERS);
              assertThat(line.outcomes()).isOne();
            });
  }

  private void add(WorkflowRecord record) {
    WorkflowListCommand.add(lines, record);
  }

  private List<WorkflowRecord> parts() {
    Workflow workflow =
        Workflow.of(group(Collections.nCopies(MEMBERS, step(EventDraft.of("a", 1))))).id("w");
    return codec
        .encodeWorkflow(workflow, new EncodeContext(TOPIC, "test", Instant.EPOCH))
        .values()
        .stream()
        .map(part -> codec.decodeWorkflow(TOPIC, part))
        .toList();
  }
}
