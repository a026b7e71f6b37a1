package io.sluice.processor.workflow;

import static io.sluice.schema.Workflow.chain;
import static io.sluice.schema.Workflow.group;
import static io.sluice.schema.Workflow.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schema.EncodeContext;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.JoinPolicy;
import io.sluice.schema.Workflow;
import io.sluice.schema.WorkflowPart;
import io.sluice.schema.avro.StepResult;
import io.sluice.schema.avro.StepSettled;
import io.sluice.schema.avro.WorkflowDefinition;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Workflows as they are published, large, deep, and wrong. */
class LargeWorkflowTest {
  private static final String TOPIC = "p.workflow";
  private static final MachineLimits LIMITS =
      new MachineLimits(1_000, Duration.ofDays(30), Duration.ofDays(1), 2_000);

  private final EventCodec codec = EventCodec.create(Map.of("schema.registry.url", "mock://large"));
  private final MemoryStore store = new MemoryStore();
  private final ArrayDeque<Effects.StepStart> started = new ArrayDeque<>();
  private final List<Effects.News> news = new ArrayList<>();
  private final Effects effects =
      new Effects() {
        @Override
        public void start(StepStart start) {
          started.add(start);
        }

        @Override
        public void tell(News one) {
          news.add(one);
        }
      };

  @AfterEach
  void close() {
    codec.close();
  }

  private WorkflowMachine machine() {
    WorkflowMachine machine = new WorkflowMachine(store, LIMITS, effects);
    machine.open();
    return machine;
  }

  private List<WorkflowDefinition> definitions(WorkflowPart root) {
    EncodeContext context = new EncodeContext(TOPIC, "test", Instant.EPOCH);
    return codec.encodeWorkflow(Workflow.of(root).id("w"), context).values().stream()
        .map(part -> (WorkflowDefinition) codec.decodeWorkflow(TOPIC, part).getBody())
        .toList();
  }

  private static WorkflowPart one() {
    return step(EventDraft.of("step.taken", 1));
  }

  private static StepSettled succeeded(Effects.StepStart step, int resultBytes) {
    return new StepSettled(
        step.step(), step.id(), "succeeded", ByteBuffer.wrap(new byte[resultBytes]));
  }

  /** A new machine for each slice and each report: nothing that matters is in memory. */
  @Test
  void manyMembers_areBegunInSlices_andJoined() throws Exception {
    int members = 9_000;
    WorkflowPart root = chain(group(Collections.nCopies(members, one())), one());
    List<WorkflowDefinition> parts = definitions(root);
    assertThat(parts).hasSizeGreaterThan(1);
    for (WorkflowDefinition part : parts) {
      machine().define("w", part, 0);
    }
    assertThat(started).hasSizeLessThanOrEqualTo(LIMITS.sliceNodes());
    while (machine().nextMs() == 0) {
      machine().work(0);
    }
    assertThat(started).hasSize(members);

    while (started.size() > 1) {
      machine().settled("w", succeeded(started.remove(), 1), 0);
    }
    assertThat(started).hasSize(1);
    machine().settled("w", succeeded(started.remove(), 1), 0);
    Effects.StepStart callback = started.remove();
    assertThat(callback.results()).hasSize(members);
    assertThat(callback.results().get(members - 1).getId()).isEqualTo("w-" + (members + 2));
    assertThat(callback.results().stream().filter(StepResult::getOmitted)).hasSize(members - 1_000);
    assertThat(callback.results().get(0).getData()).isNotNull();

    machine().settled("w", succeeded(callback, 1), 0);
    while (machine().nextMs() == 0) {
      machine().work(0);
    }
    assertThat(news).extracting(Effects.News::kind).endsWith(Effects.Kind.SUCCEEDED);
    assertThat(store.size()).as("head, count, and when to forget it").isEqualTo(3);
  }

  /** So that a callback of many members reads no more than it is given. */
  @Test
  void largeResults_areReadOnlyWhereTheyFit_andDeletedWithTheWorkflow() throws Exception {
    WorkflowPart root = chain(group(Collections.nCopies(3, one())), one());
    MachineLimits limits = new MachineLimits(3_000, Duration.ofDays(30), Duration.ofDays(1), 2_000);
    WorkflowMachine machine = new WorkflowMachine(store, limits, effects);
    machine.open();
    machine.define("w", definitions(root).get(0), 0);
    for (int bytes : new int[] {2_000, 1_500, 800}) {
      machine.settled("w", succeeded(started.remove(), bytes), 0);
    }

    Effects.StepStart callback = started.remove();
    assertThat(callback.results())
        .extracting(StepResult::getOmitted)
        .containsExactly(false, true, false);
    assertThat(callback.results().get(0).getData().remaining()).isEqualTo(2_000);
    assertThat(store.reads(Keys.result("w", 4))).as("the one that does not fit").isZero();
    machine.settled("w", succeeded(callback, 5_000), 0);
    while (machine.nextMs() == 0) {
      machine.work(0);
    }
    assertThat(store.size()).as("head, count, and when to forget it").isEqualTo(3);
  }

  @Test
  void workflowThatIsOver_leavesNothingOnceItsIdIsForgotten() throws Exception {
    WorkflowMachine machine = machine();
    machine.define("w", definitions(chain(one(), one())).get(0), 0);
    machine.settled("w", succeeded(started.remove(), 1), 0);
    machine.settled("w", succeeded(started.remove(), 1), 0);
    assertThat(news).extracting(Effects.News::kind).endsWith(Effects.Kind.SUCCEEDED);
    while (machine.nextMs() == 0) {
      machine.work(0);
    }

    machine.work(LIMITS.remembered().toMillis());
    assertThat(store.size()).as("only the count is left").isOne();
    assertThat(machine.nextMs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void deletionOfALargeOne_letsOthersHaveTheirTurn() throws Exception {
    endLargeOne(LIMITS);
    int members = 3_000;
    for (WorkflowDefinition part : definitions(group(Collections.nCopies(members, one())))) {
      machine().define("other", part, 0);
    }
    assertThat(started).hasSizeLessThan(members);

    machine().work(0);
    machine().work(0);
    assertThat(started).as("the rest of its members began").hasSize(members);
  }

  @Test
  void idThatIsPublishedAgainWhileItIsDeleted_beginsOnlyOnceNothingOfItIsLeft() throws Exception {
    MachineLimits forgetful = new MachineLimits(1_000, Duration.ofDays(30), Duration.ZERO, 2_000);
    WorkflowMachine machine = endLargeOne(forgetful);
    WorkflowDefinition small = definitions(chain(one(), one())).get(0);

    for (int slices = 0; machine.nextMs() == 0; slices++) {
      assertThat(machine.define("w", small, 0)).as("after %d slices", slices).isFalse();
      machine.work(0);
    }
    assertThat(store.size()).as("only the count is left").isOne();
    assertThat(machine.define("w", small, 0)).isTrue();
    assertThat(started.remove().id()).isEqualTo("w-1");
  }

  /** A workflow that is over, and of which four slices and more are still to be deleted. */
  private WorkflowMachine endLargeOne(MachineLimits limits) throws Exception {
    WorkflowMachine machine = new WorkflowMachine(store, limits, effects);
    machine.open();
    WorkflowPart root = group(Collections.nCopies(9_000, one())).policy(JoinPolicy.any());
    for (WorkflowDefinition part : definitions(root)) {
      machine.define("w", part, 0);
    }
    machine.settled("w", succeeded(started.remove(), 1), 0);
    assertThat(news).extracting(Effects.News::kind).endsWith(Effects.Kind.SUCCEEDED);
    started.clear();
    machine.work(0); // The members that had not begun never do.
    return machine;
  }

  /** One callback each, so large that a few of them fill a transaction. */
  @Test
  void deadlinesOfManyWorkflows_areSlicedByWhatTheyWrite() throws Exception {
    int workflows = 10;
    WorkflowPart large = step(EventDraft.of("step.taken", "x".repeat(3_000_000)));
    WorkflowPart waiting = group(one()).policy(JoinPolicy.always()).deadline(Duration.ofSeconds(1));
    WorkflowDefinition definition = whole(definitions(chain(waiting, large)));
    WorkflowMachine machine = machine();
    for (int i = 0; i < workflows; i++) {
      machine.define("w" + i, definition, 0);
    }
    started.clear();

    machine.work(1_000);
    assertThat(started).hasSizeBetween(1, 4);
    while (machine.nextMs() <= 1_000) {
      machine.work(1_000);
    }
    assertThat(started).hasSize(workflows);
  }

  private static WorkflowDefinition whole(List<WorkflowDefinition> parts) {
    WorkflowDefinition whole = WorkflowDefinition.newBuilder(parts.get(0)).setParts(1).build();
    whole.setNodes(parts.stream().flatMap(part -> part.getNodes().stream()).toList());
    return whole;
  }

  /** Ids of 10,000 characters are allowed; all of them together fit no record, and no memory. */
  @Test
  void longIdsOfManyMembers_areLeftOut_andOutcomesStay() throws Exception {
    int members = 2_000;
    String id = "i".repeat(9_000);
    WorkflowPart root = chain(group(Collections.nCopies(members, one())), one());
    for (WorkflowDefinition part : definitions(root)) {
      machine().define(id, part, 0);
    }
    while (machine().nextMs() == 0) {
      machine().work(0);
    }
    while (started.size() > 1) {
      machine().settled(id, succeeded(started.remove(), 0), 0);
    }
    machine().settled(id, succeeded(started.remove(), 0), 0);

    Effects.StepStart callback = started.remove();
    assertThat(callback.results()).hasSize(members);
    assertThat(callback.results()).extracting(StepResult::getOutcome).containsOnly("succeeded");
    assertThat(callback.results().get(0).getId()).isEqualTo(id + "-3");
    assertThat(Gathering.size(callback.results())).isLessThan(9L * 1024 * 1024);
  }

  @Test
  void deepNesting_isNoRecursion() throws Exception {
    WorkflowPart root = one();
    for (int i = 0; i < 3_000; i++) {
      root = i % 2 == 0 ? chain(root) : group(root);
    }
    for (WorkflowDefinition part : definitions(root)) {
      machine().define("w", part, 0);
    }
    while (machine().nextMs() == 0) {
      machine().work(0);
    }
    machine().settled("w", succeeded(started.remove(), 1), 0);

    assertThat(news)
        .extracting(Effects.News::kind)
        .containsExactly(Effects.Kind.STARTED, Effects.Kind.SUCCEEDED);
  }

  @Test
  void definitionsThatContradictThemselves_areRefused() {
    WorkflowDefinition good = definitions(chain(one(), group(one(), one()))).get(0);

    refused("begins with part 1", copy -> copy.setPart(1), good);
    refused("its parent is 7", copy -> copy.getNodes().get(1).setParent(7), good);
    refused("does not have it as a child", copy -> copy.getNodes().get(2).setParent(1), good);
    refused("an empty chain", copy -> copy.getNodes().get(0).setChildren(0), good);
    refused("chains and groups name 6", copy -> copy.getNodes().get(2).setChildren(3), good);
    refused("on_failure is not the last", copy -> copy.setOnFailure(9), good);
    refused("a step has an event", copy -> copy.getNodes().get(1).setStep(null), good);
    refused("begin with 4", copy -> copy.getNodes().get(2).setFirstChild(4), good);
    assertThat(store.size()).isZero();
  }

  private void refused(String why, Consumer<WorkflowDefinition> spoil, WorkflowDefinition good) {
    WorkflowDefinition bad = WorkflowDefinition.newBuilder(good).build();
    spoil.accept(bad);
    assertThatThrownBy(() -> machine().define("w", bad, 0))
        .isInstanceOf(BadDefinitionException.class)
        .hasMessageContaining(why);
    WorkflowMachine machine = machine();
    while (machine.nextMs() == 0) {
      machine.work(0);
    }
    machine.work(Duration.ofDays(31).toMillis());
    assertThat(started).isEmpty();
  }

  @Test
  void reportsAboutAnythingElse_changeNothing() throws Exception {
    machine().define("w", definitions(chain(one(), one())).get(0), 0);
    Effects.StepStart first = started.remove();

    assertThat(machine().settled("other", succeeded(first, 1), 0)).isFalse();
    assertThat(machine().settled("w", new StepSettled(2, "w-2", "succeeded", null), 0)).isFalse();
    assertThat(machine().settled("w", new StepSettled(9, "w-9", "succeeded", null), 0)).isFalse();
    assertThat(machine().settled("w", new StepSettled(0, "w-0", "succeeded", null), 0)).isFalse();
    assertThat(machine().settled("w", new StepSettled(1, "x", "succeeded", null), 0)).isFalse();
    assertThat(started).isEmpty();
    assertThat(machine().settled("w", succeeded(first, 1), 0)).isTrue();
    assertThat(machine().settled("w", succeeded(first, 1), 0)).isFalse();
    assertThat(started).hasSize(1);
  }
}
