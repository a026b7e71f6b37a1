package io.sluice.cli;

import io.sluice.schema.Durations;
import io.sluice.schema.Group;
import io.sluice.schema.JoinPolicy;
import io.sluice.schema.Step;
import io.sluice.schema.Workflow;
import io.sluice.schema.WorkflowPart;
import io.sluice.schema.avro.NodeKind;
import io.sluice.schema.avro.StepEvent;
import io.sluice.schema.avro.WorkflowNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a workflow by number, and the order in which people read them: each with what
 * belongs to it below. Without recursion, since workflows may be nested to any depth.
 *
 * @param onFailure number of the step that is run on failure; null: none
 */
record WorkflowTree(List<Part> parts, @Nullable Integer onFailure) {
  private static final int MOST_INDENTED = 30;

  /**
   * @param what it is, in a few words
   * @param eventId of a step whose event was given an id; null for others
   * @param isStep whether it has an event, and so a state
   */
  record Part(
      String what, @Nullable String eventId, boolean isStep, int firstChild, int children) {}

  /**
   * @param hidden how many siblings are left out behind it
   */
  record Row(int number, int depth, Part part, int hidden) {

    /** What it is, below what it belongs to. */
    String indented() {
      String deep = depth > MOST_INDENTED ? "(depth " + depth + ") " : "";
      return "  ".repeat(Math.min(depth, MOST_INDENTED)) + deep + part.what();
    }
  }

  private record Open(int number, int depth, int hidden) {}

  /** Of one that is to be published. */
  static WorkflowTree of(Workflow workflow) {
    List<Part> parts = new ArrayList<>();
    Deque<WorkflowPart> next = new ArrayDeque<>(List.of(workflow.root()));
    int numbered = 1;
    for (WorkflowPart part = next.poll(); part != null; part = next.poll()) {
      List<WorkflowPart> children = part.parts();
      boolean step = part instanceof Step;
      parts.add(new Part(what(part), null, step, numbered, children.size()));
      next.addAll(children);
      numbered += children.size();
    }
    workflow
        .onFailure()
        .ifPresent(step -> parts.add(new Part("on failure: " + what(step), null, true, -1, 0)));
    return new WorkflowTree(parts, workflow.onFailure().isPresent() ? parts.size() - 1 : null);
  }

  /** Of one that was published. */
  static WorkflowTree of(List<WorkflowNode> nodes, @Nullable Integer onFailure) {
    List<Part> parts = new ArrayList<>(nodes.size());
    for (int number = 0; number < nodes.size(); number++) {
      WorkflowNode node = nodes.get(number);
      StepEvent step = node.getStep();
      boolean last = Integer.valueOf(number).equals(onFailure);
      parts.add(
          new Part(
              (last ? "on failure: " : "") + what(node),
              step == null ? null : step.getId(),
              step != null,
              node.getFirstChild(),
              node.getChildren()));
    }
    return new WorkflowTree(parts, onFailure);
  }

  /**
   * Shows each part, in the order of reading.
   *
   * @param most how many parts of one chain or group are shown
   */
  void visit(int most, Consumer<Row> to) {
    Deque<Open> open = new ArrayDeque<>();
    if (onFailure != null) {
      open.push(new Open(onFailure, 0, 0));
    }
    open.push(new Open(0, 0, 0));
    while (!open.isEmpty()) {
      Open at = open.pop();
      Part part = parts.get(at.number());
      to.accept(new Row(at.number(), at.depth(), part, at.hidden()));
      int shown = Math.min(most, part.children());
      for (int child = shown - 1; child >= 0; child--) {
        int hidden = child == shown - 1 ? part.children() - shown : 0;
        open.push(new Open(part.firstChild() + child, at.depth() + 1, hidden));
      }
    }
  }

  private static String what(WorkflowPart part) {
    if (part instanceof Step step) {
      return PlainText.line(step.draft().type()) + (step.isImmutable() ? " (immutable)" : "");
    }
    if (part instanceof Group group) {
      return group(
          group.policy().kind().name(),
          group.policy().needed(),
          group.parts().size(),
          group.deadline().map(Duration::toMillis).orElse(null));
    }
    return "chain";
  }

  private static String what(WorkflowNode node) {
    StepEvent step = node.getStep();
    if (step != null) {
      return PlainText.line(step.getType()) + (step.getImmutable() ? " (immutable)" : "");
    }
    if (node.getKind() == NodeKind.CHAIN) {
      return "chain";
    }
    String policy = node.getPolicy() == null ? "ALL" : node.getPolicy().name();
    return group(policy, node.getNeeded(), node.getChildren(), node.getDeadlineMs());
  }

  private static String group(String policy, int needed, int members, @Nullable Long deadlineMs) {
    String when =
        policy.equals(JoinPolicy.Kind.N_OF_M.name())
            ? needed + " of " + members
            : policy.toLowerCase(Locale.ROOT) + " of " + members;
    return "group, "
        + when
        + (deadlineMs == null
            ? ""
            : ", deadline " + Durations.format(Duration.ofMillis(deadlineMs)));
  }
}
