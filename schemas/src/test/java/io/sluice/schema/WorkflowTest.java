package io.sluice.schema;

import static io.sluice.schema.Workflow.chain;
import static io.sluice.schema.Workflow.chord;
import static io.sluice.schema.Workflow.group;
import static io.sluice.schema.Workflow.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkflowTest {
  private static final EventDraft A = EventDraft.of("a", Map.of());
  private static final EventDraft B = EventDraft.of("b", Map.of());

  @Test
  void setters_return_copies() {
    Group plain = group(step(A), step(B));
    Group decided = plain.policy(JoinPolicy.any()).deadline(Duration.ofMinutes(1));
    Workflow workflow = Workflow.of(decided);
    Workflow named = workflow.id("w").onFailure(step(A));

    assertThat(plain.policy()).isEqualTo(JoinPolicy.all());
    assertThat(plain.deadline()).isEmpty();
    assertThat(decided.policy()).isEqualTo(JoinPolicy.any());
    assertThat(decided.deadline()).contains(Duration.ofMinutes(1));
    assertThat(workflow.givenId()).isEmpty();
    assertThat(workflow.steps()).isEqualTo(2);
    assertThat(named.givenId()).contains("w");
    assertThat(named.steps()).isEqualTo(3);
  }

  @Test
  void a_chord_is_a_chain_of_a_group_and_its_callback() {
    Group members = group(step(A));
    Step callback = step(B).immutable();

    Chain chord = chord(members, callback);

    assertThat(chord.parts()).containsExactly(members, callback);
  }

  @Test
  void a_chain_needs_a_part_and_a_group_needs_none() {
    assertThat(Workflow.of(group()).steps()).isZero();
    assertThat(Workflow.of(chain(step(A))).steps()).isOne();
    assertThatThrownBy(() -> chain())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a chain must have one part or more, found none");
  }

  @Test
  void a_group_has_at_most_100_000_members() {
    List<Step> most = Collections.nCopies(100_000, step(A));
    List<Step> tooMany = Collections.nCopies(100_001, step(A));

    assertThat(Workflow.of(group(most)).steps()).isEqualTo(100_000);
    assertThatThrownBy(() -> group(tooMany))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 100000 members, found 100001");
  }

  @Test
  void what_is_used_again_and_again_is_refused_before_it_fills_the_memory() {
    WorkflowPart doubled = step(A);
    for (int i = 0; i < 100; i++) {
      doubled = group(doubled, doubled);
    }
    WorkflowPart huge = doubled;

    assertThatThrownBy(() -> Workflow.of(huge))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 1000000 steps, chains and groups, found very many");
  }

  @Test
  void the_most_parts_there_may_be_count_the_step_on_failure() {
    List<Group> groups = new ArrayList<>(Collections.nCopies(9, groupOf(99_999)));
    groups.add(groupOf(99_998));

    Workflow full = Workflow.of(chain(groups));

    assertThat(full.layout().nodes()).hasSize(1_000_000);
    assertThatThrownBy(() -> full.onFailure(step(B)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 1000000 steps, chains and groups, found 1000001;");
    groups.set(0, groupOf(99_998));
    Workflow oneLess = Workflow.of(chain(groups)).onFailure(step(B));
    assertThat(oneLess.layout().nodes()).hasSize(1_000_000);
  }

  private static Group groupOf(int members) {
    return group(Collections.nCopies(members, step(A)));
  }

  @Test
  void a_group_cannot_need_more_members_than_it_has() {
    Group two = group(step(A), step(B));

    assertThat(two.policy(JoinPolicy.atLeast(2)).policy().needed()).isEqualTo(2);
    assertThatThrownBy(() -> two.policy(JoinPolicy.atLeast(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs 3 members to succeed, and has 2");
    assertThatThrownBy(() -> JoinPolicy.atLeast(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT0.0001S", "PT2562047788015215H"})
  void a_deadline_is_a_time_that_can_pass(String deadline) {
    Group group = group(step(A));

    assertThatThrownBy(() -> group.deadline(Duration.parse(deadline)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("deadline");
  }

  @Test
  void two_steps_of_one_id_are_refused_and_named() {
    WorkflowPart part = chain(step(A.id("x")), group(step(B), step(B.id("x"))));

    assertThatThrownBy(() -> Workflow.of(part))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("chain[0] (a) and chain[1].group[1] (b) have the same id \"x\"");
    Workflow once = Workflow.of(step(A.id("x")));
    assertThatThrownBy(() -> once.onFailure(step(B.id("x"))))
        .hasMessageContaining("the only step (a) and on_failure (b)");
  }

  @Test
  void what_is_the_workflows_to_say_is_refused_of_a_step() {
    List<EventDraft> drafts =
        List.of(
            A.source("s"), A.timestamp(Instant.EPOCH), A.correlationId("c"), A.causationId("c"));

    assertThat(drafts)
        .allSatisfy(
            draft ->
                assertThatThrownBy(() -> Workflow.of(chain(step(B), step(draft))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("chain[1] (a)"));
  }

  @Test
  void ten_thousand_nested_chains_are_no_depth() {
    WorkflowPart nested = step(A);
    for (int i = 0; i < 10_000; i++) {
      nested = chain(nested);
    }

    Workflow workflow = Workflow.of(nested);

    assertThat(workflow.steps()).isOne();
    assertThat(workflow.toString()).isEqualTo("Workflow[1 steps]");
    assertThat(workflow.layout().describe(10_000))
        .startsWith("…(9984 levels).chain[0].")
        .endsWith("chain[0] (a)");
  }

  @Test
  void an_id_is_not_empty() {
    Workflow workflow = Workflow.of(step(A));

    assertThatThrownBy(() -> workflow.id(" ")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> workflow.source("")).isInstanceOf(IllegalArgumentException.class);
  }
}
