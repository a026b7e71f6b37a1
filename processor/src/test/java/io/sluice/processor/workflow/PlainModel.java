package io.sluice.processor.workflow;

import io.sluice.schema.avro.GroupPolicy;
import io.sluice.schema.avro.NodeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is to come of a workflow, the plain way: the whole tree looked at anew at every turn. */
final class PlainModel {
  private final Tree root;
  private final Map<Integer, Tree> byNumber = new TreeMap<>();
  private final Map<Integer, Integer> parents = new HashMap<>();
  private final Map<Integer, String> outcomes = new HashMap<>();
  private final Map<Integer, Long> deadlines = new TreeMap<>();
  private final Set<Integer> succeededForGood = new HashSet<>();
  private final Set<Integer> closed = new HashSet<>();
  private final Set<Integer> begun = new HashSet<>();
  private final Set<Integer> started = new HashSet<>();
  private final List<Effects.Kind> news = new ArrayList<>();
  private State told = State.OPEN;

  PlainModel(Tree root, long nowMs) {
    this.root = root;
    for (Tree tree : root.numbered()) {
      byNumber.put(tree.number, tree);
      tree.children.forEach(child -> parents.put(child.number, tree.number));
    }
    news.add(Effects.Kind.STARTED);
    turn(nowMs);
  }

  Set<Integer> started() {
    return started;
  }

  List<Effects.Kind> news() {
    return news;
  }

  State state() {
    return told;
  }

  void report(int step, String outcome, long nowMs) {
    Integer parent = parents.get(step);
    boolean late = parent != null && succeededForGood.contains(parent);
    if (told == State.SUCCEEDED || late || "succeeded".equals(outcomes.get(step))) {
      return;
    }
    outcomes.put(step, outcome);
    turn(nowMs);
  }

  void tick(long nowMs) {
    for (Tree due = due(nowMs); due != null; due = due(nowMs)) {
      deadlines.remove(due.number);
      if (told != State.SUCCEEDED && !succeededForGood.contains(due.number)) {
        (due.policy == GroupPolicy.ALWAYS ? succeededForGood : closed).add(due.number);
        turn(nowMs);
      }
    }
  }

  private @Nullable Tree due(long nowMs) {
    Integer first = null;
    for (Map.Entry<Integer, Long> deadline : deadlines.entrySet()) {
      boolean earlier = first == null || deadline.getValue() < deadlines.get(first);
      if (deadline.getValue() <= nowMs && earlier) {
        first = deadline.getKey();
      }
    }
    return first == null ? null : byNumber.get(first);
  }

  private void turn(long nowMs) {
    State before;
    do {
      before = state(root);
      advance(root, nowMs);
    } while (state(root) != before);
    if (before != told) {
      news.add(
          switch (before) {
            case OPEN -> Effects.Kind.RESUMED;
            case SUCCEEDED -> Effects.Kind.SUCCEEDED;
            case FAILED -> Effects.Kind.FAILED;
          });
      told = before;
    }
  }

  private void advance(Tree tree, long nowMs) {
    if (begun.add(tree.number)) {
      if (tree.kind == NodeKind.STEP) {
        started.add(tree.number);
      } else if (tree.deadlineMs != null && !tree.children.isEmpty()) {
        deadlines.put(tree.number, nowMs + tree.deadlineMs);
      }
    }
    for (Tree child : tree.children) {
      advance(child, nowMs);
      if (tree.kind == NodeKind.CHAIN && state(child) != State.SUCCEEDED) {
        return;
      }
    }
  }

  private State state(Tree tree) {
    return switch (tree.kind) {
      case STEP -> of(outcomes.get(tree.number));
      case CHAIN -> chain(tree);
      case GROUP -> group(tree);
    };
  }

  private static State of(@Nullable String outcome) {
    if (outcome == null) {
      return State.OPEN;
    }
    return outcome.equals("succeeded") ? State.SUCCEEDED : State.FAILED;
  }

  private State chain(Tree chain) {
    for (Tree child : chain.children) {
      State state = state(child);
      if (state != State.SUCCEEDED) {
        return state;
      }
    }
    return State.SUCCEEDED;
  }

  private State group(Tree group) {
    if (!begun.contains(group.number)) {
      return State.OPEN;
    }
    int succeeded = 0;
    int failed = 0;
    for (Tree child : group.children) {
      State state = state(child);
      succeeded += state == State.SUCCEEDED ? 1 : 0;
      failed += state == State.FAILED ? 1 : 0;
    }
    if (succeededForGood.contains(group.number)) {
      return State.SUCCEEDED;
    }
    if (closed.contains(group.number)) {
      return State.FAILED;
    }
    int members = group.children.size();
    int enough =
        switch (group.policy) {
          case ALL, ALWAYS -> members;
          case ANY -> Math.min(1, members);
          case N_OF_M -> group.needed;
        };
    boolean always = group.policy == GroupPolicy.ALWAYS;
    if (succeeded + (always ? failed : 0) >= enough) {
      succeededForGood.add(group.number);
      return State.SUCCEEDED;
    }
    return !always && members - failed < enough ? State.FAILED : State.OPEN;
  }
}
