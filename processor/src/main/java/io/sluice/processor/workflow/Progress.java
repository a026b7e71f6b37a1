package io.sluice.processor.workflow;

import io.sluice.schema.EventIds;
import io.sluice.schema.avro.NodeKind;
import io.sluice.schema.avro.StepEvent;
import io.sluice.schema.avro.StepResult;
import java.util.ArrayDeque;
import java.util.List;

/**
 * One workflow going on: an outcome travels up the tree as far as it changes something, and what
 * may begin by that begins. Both by loops, since trees may be deep; what is too much for one time
 * is left to the agenda.
 */
final class Progress {
  private final Case workflow;
  private final Surroundings around;
  private final Trigger trigger;
  private final ArrayDeque<Todo> todo = new ArrayDeque<>();
  private final Slice slice;
  private int gatheredFrom = -1;
  private List<StepResult> gathered = List.of();
  private long gatheredBytes;

  /** What all workflows of a task have in common. */
  record Surroundings(Agenda agenda, MachineLimits limits, Effects effects) {}

  /** A node to begin, or the next member of a group where its place is not negative. */
  private record Todo(int node, int next) {}

  Progress(Case workflow, Surroundings around, Trigger trigger, Slice slice) {
    this.workflow = workflow;
    this.around = around;
    this.trigger = trigger;
    this.slice = slice;
  }

  /** Begins a node whose input is known. */
  void begin(int node) {
    todo.push(new Todo(node, -1));
    run();
  }

  /** Goes on with the members of a group. */
  void members(int group, int next) {
    todo.push(new Todo(group, next));
    run();
  }

  /** Lets a node's change have its effect. */
  void changed(int node, State before) {
    propagate(node, before);
    run();
  }

  private void run() {
    while (!todo.isEmpty()) {
      if (slice.isSpent()) {
        leaveRest();
        return;
      }
      Todo next = todo.pop();
      if (next.next() < 0) {
        beginNode(next.node());
      } else {
        beginMember(next);
      }
    }
  }

  private void leaveRest() {
    for (Todo rest : todo) {
      Agenda.Kind kind = rest.next() < 0 ? Agenda.Kind.BEGIN : Agenda.Kind.MEMBERS;
      around
          .agenda()
          .add(
              new Agenda.Job(kind, workflow.id(), rest.node(), rest.next(), trigger.causationId()));
    }
    todo.clear();
  }

  private void beginNode(int number) {
    Node node = workflow.node(number);
    if (node.begun) {
      return;
    }
    node.begun = true;
    slice.node();
    switch (node.kind) {
      case STEP -> start(number, node, results(node));
      case CHAIN -> beginChild(node, 0, node.input);
      case GROUP -> beginGroup(number, node);
    }
  }

  private void beginGroup(int number, Node group) {
    if (group.children == 0) {
      group.state = State.SUCCEEDED;
      propagate(number, State.OPEN);
      return;
    }
    // Beyond the end of time is never.
    if (group.deadlineMs > 0 && group.deadlineMs <= Long.MAX_VALUE - trigger.nowMs()) {
      group.deadlineAtMs = trigger.nowMs() + group.deadlineMs;
      around.agenda().remind(group.deadlineAtMs, workflow.id(), number);
    }
    todo.push(new Todo(number, 0));
  }

  private void beginMember(Todo member) {
    Node group = workflow.node(member.node());
    if (member.next() + 1 < group.children) {
      todo.push(new Todo(member.node(), member.next() + 1));
    }
    beginChild(group, member.next(), group.input);
  }

  private void beginChild(Node parent, int place, int input) {
    int child = parent.firstChild + place;
    workflow.node(child).input = input;
    todo.push(new Todo(child, -1));
  }

  private List<StepResult> results(Node step) {
    if (step.immutable || step.input < 0) {
      return List.of();
    }
    if (step.input != gatheredFrom) {
      gathered = Gathering.of(workflow, step.input, around.limits().maxResultsBytes());
      gatheredBytes = Gathering.size(gathered);
      gatheredFrom = step.input;
    }
    slice.bytes(gatheredBytes);
    return gathered;
  }

  private void start(int number, Node step, List<StepResult> results) {
    StepEvent event = workflow.takePayload(number);
    slice.bytes(event.getData().remaining());
    Head head = workflow.head();
    String cause = trigger.causationId();
    around
        .effects()
        .start(
            new Effects.StepStart(
                workflow.id(),
                number,
                step.givenId.isEmpty() ? EventIds.ofStep(workflow.id(), number) : step.givenId,
                event,
                new Effects.About(head.source, head.correlationId),
                cause.isEmpty() ? null : cause,
                results));
  }

  // ---- up the tree ----

  private void propagate(int from, State fromBefore) {
    int number = from;
    State before = fromBefore;
    Node node = workflow.node(number);
    while (node.state != before) {
      if (node.parent < 0) {
        if (number == 0) {
          rootChanged(node.state);
        }
        return;
      }
      Node parent = workflow.node(node.parent);
      State parentBefore = parent.state;
      if (parent.kind == NodeKind.CHAIN) {
        chainGoesOn(parent, number, node.state);
      } else {
        count(parent, before, node.state);
      }
      before = parentBefore;
      number = node.parent;
      node = parent;
    }
  }

  private void chainGoesOn(Node chain, int child, State now) {
    if (chain.state == State.SUCCEEDED || child != chain.firstChild + chain.current) {
      return;
    }
    if (now != State.SUCCEEDED) {
      chain.state = now;
    } else if (chain.current == chain.children - 1) {
      chain.state = State.SUCCEEDED;
    } else {
      chain.current++;
      chain.state = State.OPEN;
      beginChild(chain, chain.current, child);
    }
  }

  private static void count(Node group, State before, State now) {
    if (before == State.FAILED) {
      group.failed--;
    }
    if (now == State.FAILED) {
      group.failed++;
    } else if (now == State.SUCCEEDED) {
      group.succeeded++;
    }
    if (group.state != State.SUCCEEDED && !group.closed) {
      group.state = group.counted();
    }
  }

  private void rootChanged(State now) {
    switch (now) {
      case SUCCEEDED -> succeeded();
      case FAILED -> failed();
      case OPEN -> {
        workflow.head().phase = Head.Phase.RUNNING;
        around.effects().tell(Effects.News.of(workflow.id(), Effects.Kind.RESUMED));
      }
    }
  }

  /** What has not begun by now never does. */
  private void succeeded() {
    todo.clear();
    workflow.head().phase = Head.Phase.OVER;
    boolean group = Gathering.isOfGroup(workflow, 0);
    List<StepResult> results = Gathering.of(workflow, 0, around.limits().maxResultsBytes());
    around
        .effects()
        .tell(new Effects.News(workflow.id(), Effects.Kind.SUCCEEDED, null, null, results, group));
  }

  private void failed() {
    Head head = workflow.head();
    head.phase = Head.Phase.FAILED;
    head.changedAtMs = trigger.nowMs();
    around
        .agenda()
        .remind(trigger.nowMs() + around.limits().retention().toMillis(), workflow.id(), -1);
    String message = trigger.message(workflow);
    around
        .effects()
        .tell(
            new Effects.News(
                workflow.id(), Effects.Kind.FAILED, trigger.why(), message, List.of(), false));
    if (head.onFailure >= 0 && !head.failureHandled) {
      head.failureHandled = true;
      Node handler = workflow.node(head.onFailure);
      handler.begun = true;
      start(
          head.onFailure,
          handler,
          handler.immutable ? List.of() : List.of(trigger.result(workflow)));
    }
  }
}
