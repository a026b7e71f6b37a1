package io.sluice.processor.workflow;

import io.sluice.schema.avro.GroupPolicy;
import io.sluice.schema.avro.NodeKind;
import io.sluice.schema.avro.StepEvent;
import io.sluice.schema.avro.WorkflowDefinition;
import io.sluice.schema.avro.WorkflowNode;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A workflow as a plain tree, for tests: how it is made by chance, and how it is written. */
final class Tree {
  final NodeKind kind;
  final List<Tree> children = new ArrayList<>();
  GroupPolicy policy = GroupPolicy.ALL;
  int needed;
  @Nullable Long deadlineMs;
  int number;

  private Tree(NodeKind kind) {
    this.kind = kind;
  }

  static Tree step() {
    return new Tree(NodeKind.STEP);
  }

  static Tree byChance(Random random, int deepest) {
    int dice = random.nextInt(10);
    if (deepest == 0 || dice < 3) {
      return step();
    }
    if (dice < 6) {
      Tree chain = new Tree(NodeKind.CHAIN);
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        chain.children.add(byChance(random, deepest - 1));
      }
      return chain;
    }
    Tree group = new Tree(NodeKind.GROUP);
    for (int i = random.nextInt(5); i > 0; i--) {
      group.children.add(byChance(random, deepest - 1));
    }
    GroupPolicy[] policies = GroupPolicy.values();
    group.policy = policies[random.nextInt(policies.length)];
    if (group.policy == GroupPolicy.N_OF_M) {
      if (group.children.isEmpty()) {
        group.policy = GroupPolicy.ANY;
      } else {
        group.needed = 1 + random.nextInt(group.children.size());
      }
    }
    group.deadlineMs = random.nextInt(3) == 0 ? (Long) (1L + random.nextInt(5_000)) : null;
    return group;
  }

  /** Every node in the order of numbers, which are given by this. */
  List<Tree> numbered() {
    List<Tree> all = new ArrayList<>();
    ArrayDeque<Tree> next = new ArrayDeque<>(List.of(this));
    while (!next.isEmpty()) {
      Tree tree = next.poll();
      tree.number = all.size();
      all.add(tree);
      next.addAll(tree.children);
    }
    return all;
  }

  boolean hasEmptyGroup() {
    return numbered().stream()
        .anyMatch(tree -> tree.kind == NodeKind.GROUP && tree.children.isEmpty());
  }

  /** As definitions of at most so many nodes each. */
  List<WorkflowDefinition> definitions(boolean onFailure, int most) {
    List<Tree> all = numbered();
    int[] parents = new int[all.size()];
    parents[0] = -1;
    List<WorkflowNode> nodes = new ArrayList<>();
    for (Tree tree : all) {
      tree.children.forEach(child -> parents[child.number] = tree.number);
      nodes.add(tree.node(parents[tree.number]));
    }
    Integer handler = onFailure ? (Integer) nodes.size() : null;
    if (onFailure) {
      nodes.add(step().node(-1));
    }
    int parts = (nodes.size() + most - 1) / most;
    List<WorkflowDefinition> definitions = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int first = part * most;
      definitions.add(
          new WorkflowDefinition(
              part,
              parts,
              "test",
              null,
              null,
              handler,
              first,
              new ArrayList<>(nodes.subList(first, Math.min(nodes.size(), first + most)))));
    }
    return definitions;
  }

  /** For a failed assertion. */
  @Override
  public String toString() {
    String inner = children.isEmpty() ? "" : children.toString();
    String how = kind == NodeKind.GROUP ? " " + policy + needed + " " + deadlineMs : "";
    return kind + " " + number + how + inner;
  }

  private WorkflowNode node(int parent) {
    int firstChild = children.isEmpty() ? -1 : children.get(0).number;
    boolean group = kind == NodeKind.GROUP;
    return new WorkflowNode(
        kind,
        parent,
        firstChild,
        children.size(),
        group ? policy : null,
        needed,
        deadlineMs,
        kind == NodeKind.STEP ? event() : null);
  }

  private static StepEvent event() {
    return new StepEvent(
        null,
        "step.taken",
        null,
        ByteBuffer.wrap(new byte[] {1}),
        false,
        null,
        null,
        null,
        null,
        Map.of());
  }
}
