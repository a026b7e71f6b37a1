package io.sluice.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.schema.avro.GroupPolicy;
import io.sluice.schema.avro.NodeKind;
import io.sluice.schema.avro.StepEvent;
import io.sluice.schema.avro.WorkflowDefinition;
import io.sluice.schema.avro.WorkflowNode;
import io.sluice.schema.avro.WorkflowRecord;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Workflows into records, cut into parts by size. Thread-safe. */
final class WorkflowEncoder {

  /** Half of what brokers and producers take by default: the estimate below is a coarse one. */
  private static final int PART_BYTES = 512 * 1024;

  private final PayloadCodec payloads;
  private final RecordSerde records;

  WorkflowEncoder(PayloadCodec payloads, RecordSerde records) {
    this.payloads = payloads;
    this.records = records;
  }

  EncodedWorkflow encode(Workflow workflow, EncodeContext context) {
    String id = workflow.givenId().orElseGet(EventIds::next);
    WorkflowLayout layout = workflow.layout();
    List<List<WorkflowNode>> parts = parts(layout, id);
    List<byte[]> values = new ArrayList<>(parts.size());
    Instant at = context.now().truncatedTo(ChronoUnit.MILLIS);
    int firstNode = 0;
    for (int part = 0; part < parts.size(); part++) {
      WorkflowDefinition definition =
          new WorkflowDefinition(
              part,
              parts.size(),
              workflow.givenSource().orElse(context.defaultSource()),
              workflow.givenCorrelationId().orElse(null),
              workflow.givenCausationId().orElse(null),
              layout.onFailure(),
              firstNode,
              parts.get(part));
      values.add(records.serialize(context.topic(), new WorkflowRecord(id, at, definition)));
      firstNode += parts.get(part).size();
    }
    return new EncodedWorkflow(
        id, id.getBytes(UTF_8), List.copyOf(values), workflow.steps(), at.toEpochMilli());
  }

  private List<List<WorkflowNode>> parts(WorkflowLayout layout, String id) {
    List<List<WorkflowNode>> parts = new ArrayList<>();
    List<WorkflowNode> part = new ArrayList<>();
    long bytes = 0;
    for (int number = 0; number < layout.nodes().size(); number++) {
      WorkflowNode node = node(layout, number, id);
      long size = atMost(node);
      if (bytes + size > PART_BYTES && !part.isEmpty()) {
        parts.add(part);
        part = new ArrayList<>();
        bytes = 0;
      }
      part.add(node);
      bytes += size;
    }
    parts.add(part);
    return parts;
  }

  private WorkflowNode node(WorkflowLayout layout, int number, String id) {
    WorkflowLayout.Node node = layout.nodes().get(number);
    WorkflowPart part = node.part();
    int children = part.parts().size();
    if (part instanceof Step step) {
      return new WorkflowNode(
          NodeKind.STEP, node.parent(), -1, 0, null, 0, null, event(layout, number, step, id));
    }
    if (part instanceof Group group) {
      return new WorkflowNode(
          NodeKind.GROUP,
          node.parent(),
          node.firstChild(),
          children,
          GroupPolicy.valueOf(group.policy().kind().name()),
          group.policy().needed(),
          group.deadline().map(Duration::toMillis).orElse(null),
          null);
    }
    return new WorkflowNode(
        NodeKind.CHAIN, node.parent(), node.firstChild(), children, null, 0, null, null);
  }

  private StepEvent event(WorkflowLayout layout, int number, Step step, String id) {
    EventDraft draft = step.draft();
    draft.givenId().ifPresent(given -> refuseAnothersId(layout, number, id, given));
    try {
      return new StepEvent(
          draft.givenId().orElse(null),
          draft.type(),
          draft.givenKey().orElse(null),
          ByteBuffer.wrap(payloads.encode(draft.type(), draft.data())),
          step.isImmutable(),
          draft.givenDelay().map(Duration::toMillis).orElse(null),
          draft.givenNotBefore().map(WorkflowEncoder::millis).orElse(null),
          draft.givenTimeToLive().map(Duration::toMillis).orElse(null),
          draft.givenExpiry().map(WorkflowEncoder::millis).orElse(null),
          draft.givenLabels());
    } catch (RegistryUnavailableException saysNothingAboutTheStep) {
      throw saysNothingAboutTheStep;
    } catch (EventFormatException refusal) {
      throw new StepRefusedException(layout.describe(number), refusal);
    } catch (ArithmeticException beyondMilliseconds) {
      throw new IllegalArgumentException(
          layout.describe(number) + ": its delay or time to live is too long", beyondMilliseconds);
    }
  }

  /** A step that was given the id which another gets for want of one would be dropped as it. */
  private static void refuseAnothersId(WorkflowLayout layout, int number, String id, String given) {
    if (given.equals(id)) {
      throw new IllegalArgumentException(
          layout.describe(number)
              + ": its id \""
              + given
              + "\" is the workflow's own, under which its status is told; choose another");
    }
    @Nullable Integer other = EventIds.stepNumber(id, given);
    if (other != null
        && other != number
        && other < layout.nodes().size()
        && layout.nodes().get(other).part() instanceof Step step
        && step.draft().givenId().isEmpty()) {
      throw new IllegalArgumentException(
          layout.describe(number)
              + ": its id \""
              + given
              + "\" is the one that "
              + layout.describe(other)
              + " gets, which has none of its own; choose another");
    }
  }

  /** Never less than the bytes that Avro writes for the node. */
  private static long atMost(WorkflowNode node) {
    @Nullable StepEvent step = node.getStep();
    if (step == null) {
      return 64;
    }
    long bytes = 160L + step.getData().remaining() + atMost(step.getType());
    bytes += atMost(Optional.ofNullable(step.getId()).orElse(""));
    bytes += atMost(Optional.ofNullable(step.getKey()).orElse(""));
    for (var label : step.getLabels().entrySet()) {
      bytes += 20L + atMost(label.getKey()) + atMost(label.getValue());
    }
    return bytes;
  }

  private static long atMost(String text) {
    return 3L * text.length();
  }

  private static Instant millis(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }
}
