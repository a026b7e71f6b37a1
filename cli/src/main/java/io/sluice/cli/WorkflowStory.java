package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventIds;
import io.sluice.schema.avro.EventStatus;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a workflow and of each of its steps.
 *
 * @param statuses the last one of each step, by number; under -1 the workflow's own
 */
record WorkflowStory(
    String pipeline,
    WorkflowTopics.Defined workflow,
    Map<Integer, EventStatus> statuses,
    EventCodec codec) {
  private static final int OWN = -1;
  private static final int RESULT_WIDTH = 60;
  private static final String PENDING = "pending";

  /**
   * @param most how many parts of one chain or group are shown
   */
  void print(PrintWriter out, int most) {
    EventStatus own = statuses.get(OWN);
    out.println("workflow  " + PlainText.line(workflow.id()));
    out.println("pipeline  " + pipeline);
    out.println("source    " + PlainText.line(workflow.source()));
    out.println("published " + workflow.at());
    out.println("status    " + (own == null ? "not begun" : state(own) + " " + own.getAt()));
    if (own != null && own.getErrorMessage() != null) {
      out.println("error     " + PlainText.line(own.getErrorMessage()));
    }
    @Nullable JsonNode result = own == null ? null : StepResults.of(own, codec);
    if (result != null) {
      out.println("result    " + PlainText.line(result.toString()));
    }
    out.println("steps     " + counted());
    out.println();
    TextTable table = new TextTable("STEP", "WHAT", "STATE", "ATTEMPTS", "RESULT");
    tree().visit(most, row -> add(table, row));
    table.print(out);
  }

  private void add(TextTable table, WorkflowTree.Row row) {
    EventStatus status = statuses.get(row.number());
    if (!row.part().isStep()) {
      table.row(row.number(), row.indented(), "", "", "");
    } else if (status == null) {
      table.row(row.number(), row.indented(), PENDING, 0, "-");
    } else {
      @Nullable JsonNode result = StepResults.of(status, codec);
      String text = result == null ? "-" : PlainText.line(result.toString());
      table.row(
          row.number(),
          row.indented(),
          state(status),
          status.getAttempt(),
          PlainText.cut(text, RESULT_WIDTH));
    }
    if (row.hidden() > 0) {
      table.row("", "  ".repeat(row.depth()) + "… and " + row.hidden() + " more", "", "", "");
    }
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    EventStatus own = statuses.get(OWN);
    json.put("id", workflow.id());
    json.put("pipeline", pipeline);
    json.put("source", workflow.source());
    json.put("published_at", workflow.at().toString());
    json.put("status", own == null ? null : StatusHistory.word(own));
    json.put("at", own == null ? null : own.getAt().toString());
    json.put("error_message", own == null ? null : own.getErrorMessage());
    json.set("result", own == null ? null : StepResults.of(own, codec));
    ObjectNode steps = json.putObject("steps");
    counts().forEach(steps::put);
    ArrayNode nodes = json.putArray("nodes");
    tree().visit(Integer.MAX_VALUE, row -> nodes.add(json(row)));
    return json;
  }

  private ObjectNode json(WorkflowTree.Row row) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("number", row.number());
    json.put("depth", row.depth());
    json.put("what", row.part().what());
    if (row.part().isStep()) {
      EventStatus status = statuses.get(row.number());
      String given = row.part().eventId();
      json.put("event", given == null ? EventIds.ofStep(workflow.id(), row.number()) : given);
      json.put("state", status == null ? PENDING : StatusHistory.word(status));
      json.put("reason", status == null ? null : status.getReason());
      json.put("attempt", status == null ? 0 : status.getAttempt());
      json.set("result", status == null ? null : StepResults.of(status, codec));
    }
    return json;
  }

  private WorkflowTree tree() {
    return WorkflowTree.of(workflow.nodes(), workflow.onFailure());
  }

  /** {@code 5: 3 succeeded, 1 dead, 1 pending}. */
  private String counted() {
    Map<String, Integer> counts = counts();
    int steps = counts.values().stream().mapToInt(Integer::intValue).sum();
    return steps == 0
        ? "none"
        : steps
            + ": "
            + counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
  }

  private Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    for (int number = 0; number < workflow.nodes().size(); number++) {
      if (workflow.nodes().get(number).getStep() != null) {
        EventStatus status = statuses.get(number);
        counts.merge(status == null ? PENDING : StatusHistory.word(status), 1, Integer::sum);
      }
    }
    return counts;
  }

  private static String state(EventStatus status) {
    String reason = status.getReason();
    return StatusHistory.word(status) + (reason == null ? "" : ": " + PlainText.line(reason));
  }
}
