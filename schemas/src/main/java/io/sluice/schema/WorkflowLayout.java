package io.sluice.schema;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a workflow by number, breadth first from 0: the children of a part have consecutive
 * numbers and stand after it; the step that is run on failure is the last. Without recursion, so
 * that no depth is too deep. Immutable.
 */
final class WorkflowLayout {
  private static final int NONE = -1;
  private static final int MOST_NAMED = 16;

  private final List<Node> nodes;
  private final boolean endsWithOnFailure;
  private final int steps;

  /**
   * @param parent number of the part it belongs to; -1: none
   * @param index its place in that, counted from 0
   * @param firstChild number of its first child; -1: none
   */
  record Node(WorkflowPart part, int parent, int index, int firstChild) {}

  private WorkflowLayout(List<Node> nodes, boolean endsWithOnFailure) {
    this.nodes = Collections.unmodifiableList(nodes);
    this.endsWithOnFailure = endsWithOnFailure;
    this.steps = (int) nodes.stream().filter(node -> node.part() instanceof Step).count();
  }

  /**
   * @throws IllegalArgumentException when that is no workflow
   */
  static WorkflowLayout of(WorkflowPart root, @Nullable Step onFailure) {
    long all = root.nodes() + (onFailure == null ? 0 : 1);
    if (all > Workflow.MOST_NODES) {
      throw new IllegalArgumentException(
          "a workflow may be put together from at most "
              + Workflow.MOST_NODES
              + " steps, chains and groups, found "
              + (all >= Long.MAX_VALUE / 2 ? "very many" : all)
              + "; publish it as several");
    }
    List<Node> nodes = numbered(root);
    if (onFailure != null) {
      nodes.add(new Node(onFailure, NONE, 0, NONE));
    }
    WorkflowLayout layout = new WorkflowLayout(nodes, onFailure != null);
    layout.checkSteps();
    return layout;
  }

  private static List<Node> numbered(WorkflowPart root) {
    List<Node> nodes = new ArrayList<>((int) root.nodes() + 1);
    Deque<Node> found = new ArrayDeque<>();
    found.add(new Node(root, NONE, 0, NONE));
    int next = 1;
    for (Node node = found.poll(); node != null; node = found.poll()) {
      List<WorkflowPart> parts = node.part().parts();
      int firstChild = parts.isEmpty() ? NONE : next;
      int number = nodes.size();
      nodes.add(new Node(node.part(), node.parent(), node.index(), firstChild));
      for (int i = 0; i < parts.size(); i++) {
        found.add(new Node(parts.get(i), number, i, NONE));
      }
      next += parts.size();
    }
    return nodes;
  }

  private void checkSteps() {
    Map<String, Integer> numbers = new HashMap<>();
    for (int number = 0; number < nodes.size(); number++) {
      if (nodes.get(number).part() instanceof Step step) {
        refuseWhatIsTheWorkflows(number, step.draft());
        Optional<String> id = step.draft().givenId();
        @Nullable Integer before = id.isPresent() ? numbers.put(id.get(), number) : null;
        if (before != null) {
          throw new IllegalArgumentException(
              describe(before)
                  + " and "
                  + describe(number)
                  + " have the same id \""
                  + id.get()
                  + "\"; the second would be dropped as a duplicate of the first");
        }
      }
    }
  }

  private void refuseWhatIsTheWorkflows(int number, EventDraft draft) {
    String given =
        draft.givenSource().isPresent()
            ? "source"
            : draft.givenTimestamp().isPresent()
                ? "timestamp"
                : draft.givenCorrelationId().isPresent()
                    ? "correlationId"
                    : draft.givenCausationId().isPresent() ? "causationId" : "";
    if (!given.isEmpty()) {
      throw new IllegalArgumentException(
          describe(number)
              + ": "
              + given
              + " cannot be given to a step: source and correlationId are set on the workflow,"
              + " timestamp and causationId follow from the step's turn");
    }
  }

  WorkflowPart root() {
    return nodes.get(0).part();
  }

  List<Node> nodes() {
    return nodes;
  }

  int steps() {
    return steps;
  }

  /** Number of the step that is run on failure; null: there is none. */
  @Nullable Integer onFailure() {
    return endsWithOnFailure ? nodes.size() - 1 : null;
  }

  /** Where a step stands, for a person: {@code chain[1].group[0] (image.thumbnail)}. */
  String describe(int number) {
    String type = nodes.get(number).part() instanceof Step step ? step.draft().type() : "";
    return path(number) + (type.isEmpty() ? "" : " (" + type + ")");
  }

  private String path(int number) {
    if (Integer.valueOf(number).equals(onFailure())) {
      return "on_failure";
    }
    Deque<String> names = new ArrayDeque<>();
    Node node = nodes.get(number);
    int depth = 0;
    for (; node.parent() != NONE; node = nodes.get(node.parent())) {
      Node parent = nodes.get(node.parent());
      if (depth++ < MOST_NAMED) {
        names.addFirst((parent.part() instanceof Group ? "group[" : "chain[") + node.index() + "]");
      }
    }
    if (depth == 0) {
      return "the only step";
    }
    return (depth > MOST_NAMED ? "…(" + (depth - MOST_NAMED) + " levels)." : "")
        + String.join(".", names);
  }
}
