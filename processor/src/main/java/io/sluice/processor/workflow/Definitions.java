package io.sluice.processor.workflow;

import io.sluice.schema.avro.GroupPolicy;
import io.sluice.schema.avro.NodeKind;
import io.sluice.schema.avro.StepEvent;
import io.sluice.schema.avro.WorkflowDefinition;
import io.sluice.schema.avro.WorkflowNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes in definitions, and refuses those that contradict themselves. */
final class Definitions {
  /** Far above what anybody names anything, and what an entry's texts can hold. */
  private static final int LONGEST_TEXT = 10_000;

  private Definitions() {}

  /** The head that a first part asks for. */
  static Head head(String id, WorkflowDefinition first) throws BadDefinitionException {
    require(first.getPart() == 0, "it begins with part " + first.getPart());
    require(first.getParts() >= 1, "it says that it has " + first.getParts() + " parts");
    Integer onFailure = first.getOnFailure();
    require(onFailure == null || onFailure > 0, "on_failure is " + onFailure);
    String correlation = first.getCorrelationId();
    String causation = first.getCausationId();
    require(!id.isEmpty(), "it has no id");
    shortEnough(id, "id");
    shortEnough(first.getSource(), "source");
    shortEnough(correlation, "correlation_id");
    shortEnough(causation, "causation_id");
    return new Head(
        first.getParts(),
        first.getSource(),
        Objects.requireNonNullElse(correlation, id),
        Objects.requireNonNullElse(causation, ""),
        onFailure == null ? -1 : onFailure);
  }

  /** Adds a part's nodes; true once the definition is whole. */
  static boolean add(Case workflow, WorkflowDefinition part) throws BadDefinitionException {
    Head head = workflow.head();
    require(
        part.getPart() == head.nextPart && part.getParts() == head.parts,
        "part " + part.getPart() + " comes where part " + head.nextPart + " is due");
    require(
        part.getFirstNode() == head.nodes,
        "part "
            + part.getPart()
            + " begins with node "
            + part.getFirstNode()
            + ", not with "
            + head.nodes);
    for (WorkflowNode defined : part.getNodes()) {
      add(workflow, head.nodes, defined);
      head.nodes++;
    }
    head.nextPart++;
    if (head.nextPart < head.parts) {
      return false;
    }
    whole(head);
    return true;
  }

  private static void whole(Head head) throws BadDefinitionException {
    boolean handled = head.onFailure >= 0;
    require(!handled || head.onFailure == head.nodes - 1, "on_failure is not the last node");
    int inTree = head.nodes - (handled ? 1 : 0);
    require(
        inTree == head.nextChild,
        "it has " + inTree + " nodes, and its chains and groups name " + head.nextChild);
  }

  private static void add(Case workflow, int number, WorkflowNode defined)
      throws BadDefinitionException {
    String what = "node " + number;
    Node node = Node.of(defined);
    StepEvent step = defined.getStep();
    placed(workflow, number, node, what);
    require((step != null) == node.isStep(), what + ": a step has an event, and nothing else has");
    if (step != null) {
      shortEnough(step.getId(), what + ": id");
      shortEnough(step.getType(), what + ": type");
      require(!step.getType().isBlank(), what + ": it has no type");
    }
    shaped(workflow.head(), node, what);
    workflow.add(number, node, step);
  }

  private static void placed(Case workflow, int number, Node node, String what)
      throws BadDefinitionException {
    if (number == 0 || number == workflow.head().onFailure) {
      require(node.parent == -1, what + ": its parent is " + node.parent + ", it has none");
      require(number == 0 || node.isStep(), what + ": on_failure is no single step");
      return;
    }
    require(node.parent >= 0 && node.parent < number, what + ": its parent is " + node.parent);
    Node parent = workflow.peek(node.parent);
    require(
        !parent.isStep()
            && number >= parent.firstChild
            && number - parent.firstChild < parent.children,
        what + ": its parent, " + node.parent + ", does not have it as a child");
  }

  private static void shaped(Head head, Node node, String what) throws BadDefinitionException {
    require(node.children >= 0, what + ": it has " + node.children + " children");
    if (node.isStep()) {
      require(node.children == 0, what + ": a step with children");
      return;
    }
    require(node.kind == NodeKind.GROUP || node.children > 0, what + ": an empty chain");
    require(
        node.policy != GroupPolicy.N_OF_M || (node.needed >= 1 && node.needed <= node.children),
        what + ": " + node.needed + " of " + node.children + " members can never succeed");
    require(node.deadlineMs == -1 || node.deadlineMs > 0, what + ": its deadline is no time");
    if (node.children > 0) {
      require(
          node.firstChild == head.nextChild,
          what + ": its children begin with " + node.firstChild + ", not with " + head.nextChild);
      require(
          node.children <= Integer.MAX_VALUE - head.nextChild,
          what + ": it has " + node.children + " children");
      head.nextChild += node.children;
    }
  }

  private static void shortEnough(@Nullable String text, String what)
      throws BadDefinitionException {
    require(
        text == null || text.length() <= LONGEST_TEXT,
        what + ": longer than " + LONGEST_TEXT + " characters");
  }

  private static void require(boolean holds, String otherwise) throws BadDefinitionException {
    if (!holds) {
      throw new BadDefinitionException(otherwise);
    }
  }
}
