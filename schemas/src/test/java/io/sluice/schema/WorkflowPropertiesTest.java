package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.avro.NodeKind;
import io.sluice.schema.avro.WorkflowDefinition;
import io.sluice.schema.avro.WorkflowNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What must hold of a workflow's records whatever it is put together from. */
class WorkflowPropertiesTest {
  private static final EncodeContext CONTEXT =
      new EncodeContext("p.workflow", "s", Instant.parse("2026-11-24T18:00:00Z"));

  private final EventCodec codec = EventCodec.create(Map.of(), new InMemorySchemaRegistry());

  @Property(tries = 300)
  void a_workflow_can_be_put_together_again_from_its_records(@ForAll("parts") WorkflowPart root) {
    List<WorkflowNode> nodes = nodes(Workflow.of(root));

    assertThat(rebuilt(nodes, 0)).isEqualTo(text(root));
  }

  @Property(tries = 300)
  void children_are_consecutive_and_stand_after_their_parent(@ForAll("parts") WorkflowPart root) {
    List<WorkflowNode> nodes = nodes(Workflow.of(root));

    int next = 1;
    for (int number = 0; number < nodes.size(); number++) {
      WorkflowNode node = nodes.get(number);
      if (node.getChildren() > 0) {
        assertThat(node.getFirstChild()).isEqualTo(next).isGreaterThan(number);
      } else {
        assertThat(node.getFirstChild()).isEqualTo(-1);
      }
      for (int child = next; child < next + node.getChildren(); child++) {
        assertThat(nodes.get(child).getParent()).isEqualTo(number);
      }
      next += node.getChildren();
    }
    assertThat(next).isEqualTo(nodes.size()).isEqualTo((int) root.nodes());
  }

  @Provide
  Arbitrary<WorkflowPart> parts() {
    return parts(4);
  }

  private Arbitrary<WorkflowPart> parts(int depth) {
    return depth == 0
        ? step()
        : Arbitraries.oneOf(step(), chain(parts(depth - 1)), group(parts(depth - 1)));
  }

  private Arbitrary<WorkflowPart> step() {
    return Combinators.combine(
            Arbitraries.of("a", "b.c"),
            Arbitraries.integers().between(0, 9),
            Arbitraries.of(true, false))
        .as(
            (type, n, immutable) -> {
              Step step = Workflow.step(EventDraft.of(type, n).key("k" + n));
              return immutable ? step.immutable() : step;
            });
  }

  private Arbitrary<WorkflowPart> chain(Arbitrary<WorkflowPart> parts) {
    return parts.list().ofMinSize(1).ofMaxSize(4).map(Workflow::chain);
  }

  private Arbitrary<WorkflowPart> group(Arbitrary<WorkflowPart> parts) {
    return Combinators.combine(
            parts.list().ofMaxSize(4), Arbitraries.of(JoinPolicy.Kind.values()), deadlines())
        .as(
            (members, kind, deadlineMs) -> {
              boolean counted = kind == JoinPolicy.Kind.N_OF_M;
              Group group = Workflow.group(members);
              if (!counted || !members.isEmpty()) {
                group = group.policy(new JoinPolicy(kind, counted ? members.size() : 0));
              }
              return deadlineMs == 0 ? group : group.deadline(Duration.ofMillis(deadlineMs));
            });
  }

  private static Arbitrary<Integer> deadlines() {
    return Arbitraries.of(0, 1, 60_000);
  }

  private List<WorkflowNode> nodes(Workflow workflow) {
    List<WorkflowNode> nodes = new ArrayList<>();
    for (byte[] value : codec.encodeWorkflow(workflow, CONTEXT).values()) {
      Object body = codec.decodeWorkflow(CONTEXT.topic(), value).getBody();
      nodes.addAll(((WorkflowDefinition) body).getNodes());
    }
    return nodes;
  }

  private static String text(WorkflowPart part) {
    String inside =
        part.parts().stream().map(WorkflowPropertiesTest::text).collect(Collectors.joining(" "));
    if (part instanceof Step step) {
      return step.draft().type()
          + step.draft().givenKey().orElse("")
          + (step.isImmutable() ? "!" : "");
    }
    if (part instanceof Group group) {
      return "group("
          + inside
          + ")"
          + group.policy().kind()
          + group.policy().needed()
          + group.deadline().map(Duration::toMillis).orElse(null);
    }
    return "chain(" + inside + ")";
  }

  private static String rebuilt(List<WorkflowNode> nodes, int number) {
    WorkflowNode node = nodes.get(number);
    if (node.getKind() == NodeKind.STEP) {
      return node.getStep().getType()
          + node.getStep().getKey()
          + (node.getStep().getImmutable() ? "!" : "");
    }
    List<String> children = new ArrayList<>();
    for (int child = 0; child < node.getChildren(); child++) {
      children.add(rebuilt(nodes, node.getFirstChild() + child));
    }
    String inside = String.join(" ", children);
    return node.getKind() == NodeKind.CHAIN
        ? "chain(" + inside + ")"
        : "group(" + inside + ")" + node.getPolicy() + node.getNeeded() + node.getDeadlineMs();
  }
}
