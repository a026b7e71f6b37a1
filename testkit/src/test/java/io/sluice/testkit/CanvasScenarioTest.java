package io.sluice.testkit;

import static io.sluice.schema.Workflow.chain;
import static io.sluice.schema.Workflow.chord;
import static io.sluice.schema.Workflow.group;
import static io.sluice.schema.Workflow.step;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.processor.config.BackoffConfig;
import io.sluice.processor.config.RetryConfig;
import io.sluice.processor.config.WorkflowsConfig;
import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.RetryAfter;
import io.sluice.processor.handler.StepOutcome;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.JoinPolicy;
import io.sluice.schema.Step;
import io.sluice.schema.Workflow;
import io.sluice.schema.avro.Outcome;
import io.sluice.schema.avro.WorkflowDefinition;
import io.sluice.schema.avro.WorkflowRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The examples of Celery's guide to its canvas, each with the outcome that its user expects; where
 * ours is another one, a comment says so.
 */
class CanvasScenarioTest {
  private static final String WORKFLOW = "w-1";

  /** What a broken member throws is not worth another attempt. */
  private static final RetryConfig MEMBERS_DIE =
      new RetryConfig(
          2,
          BackoffConfig.defaults(),
          null,
          List.of(),
          List.of(IllegalStateException.class.getName()),
          List.of());

  private final Set<String> broken = new HashSet<>();
  private final List<String> ran = new ArrayList<>();

  private final SluiceTestDriver driver =
      SluiceTestDriver.builder(
              SluiceTestDriver.config("canvas")
                  .sources("canvas.events")
                  .retry(MEMBERS_DIE)
                  .workflows(new WorkflowsConfig(500_000, 4_000_000, Duration.ofDays(30), 1))
                  .build())
          .returning("add", JsonNode.class, this::add)
          .returning("sum", JsonNode.class, this::sum)
          .returning("list", JsonNode.class, this::list)
          .on("alert", JsonNode.class, (data, context) -> ran.add(context.id()))
          .on("parent", JsonNode.class, this::publishWorkflow)
          .on("retried", JsonNode.class, this::askForRetry)
          .start();

  @AfterEach
  void stop() {
    driver.close();
  }

  /** Its own number, and what came before. */
  private int add(JsonNode data, EventContext context) {
    return data.asInt() + sum(data, context);
  }

  private int sum(JsonNode data, EventContext context) {
    ran.add(context.id());
    if (broken.contains(context.id())) {
      throw new IllegalStateException("broken");
    }
    return context.previous().as(Integer.class).stream().mapToInt(it -> it == null ? 0 : it).sum();
  }

  /** What came before, as text. */
  private List<String> list(JsonNode data, EventContext context) {
    ran.add(context.id());
    return context.previous().all().stream().map(CanvasScenarioTest::told).toList();
  }

  private static String told(StepOutcome outcome) {
    if (!outcome.members().isEmpty()) {
      return outcome.members().stream().map(CanvasScenarioTest::told).toList().toString();
    }
    return outcome.hasResult() ? String.valueOf(outcome.json()) : outcome.outcome();
  }

  private void publishWorkflow(JsonNode data, EventContext context) {
    context.publish(Workflow.of(chain(add("a", 1), add("b", 2))).id(WORKFLOW));
    if (data.asBoolean()) {
      throw new IllegalStateException("after all");
    }
  }

  private void askForRetry(JsonNode data, EventContext context) {
    ran.add(context.id());
    if (broken.contains(context.id())) {
      throw new RetryAfter(Duration.ofSeconds(5));
    }
  }

  private static Step add(String id, int number) {
    return step(EventDraft.of("add", number).id(id));
  }

  private static Step sum(String id) {
    return step(EventDraft.of("sum", 0).id(id));
  }

  private static Step list(String id) {
    return step(EventDraft.of("list", 0).id(id));
  }

  private static Step alert() {
    return step(EventDraft.of("alert", 0).id("alert"));
  }

  private <T> T result(String id, Class<T> as) {
    T result = driver.result(id, as);
    if (result == null) {
      throw new AssertionError("no result of " + id);
    }
    return result;
  }

  private List<String> listed(String id) {
    return List.of(result(id, String[].class));
  }

  // ---- chains ----

  @Test
  void chain_handsEachResultToTheNext() {
    driver.publish(Workflow.of(chain(add("a", 4), add("b", 8), add("c", 10))).id(WORKFLOW));

    assertThat(ran).containsExactly("a", "b", "c");
    assertThat(result("b", Integer.class)).isEqualTo(12);
    driver.assertThat(WORKFLOW).hadOutcomes(Outcome.STARTED, Outcome.SUCCEEDED);
    assertThat(result(WORKFLOW, Integer.class)).isEqualTo(22);
  }

  @Test
  void chainOfGroups_givesAllResultsOfOneToEachMemberOfTheNext() {
    driver.publish(
        Workflow.of(
                chain(
                    group(add("a", 1), add("b", 2)), group(add("c", 10), add("d", 20)), list("e")))
            .id(WORKFLOW));

    assertThat(result("c", Integer.class)).isEqualTo(13);
    assertThat(result("d", Integer.class)).isEqualTo(23);
    assertThat(listed("e")).containsExactly("13", "23");
    driver.assertThat(WORKFLOW).succeeded();
  }

  @Test
  void groupOfChains_givesTheLastResultOfEach() {
    driver.publish(
        Workflow.of(group(chain(add("a", 1), add("b", 2)), chain(add("c", 10), add("d", 20))))
            .id(WORKFLOW));

    assertThat(List.of(result(WORKFLOW, Integer[].class))).containsExactly(3, 30);
  }

  // ---- chords ----

  @Test
  void chord_runsItsCallbackOnceWithResultsInOrder() {
    List<Step> members = IntStream.range(0, 100).mapToObj(i -> add("m" + i, 2 * i)).toList();
    driver.publish(Workflow.of(chord(members, sum("total"))).id(WORKFLOW));

    assertThat(result("total", Integer.class)).isEqualTo(9_900);
    driver.assertThat("total").wasRunTimes(1);
    assertThat(result(WORKFLOW, Integer.class)).isEqualTo(9_900);
  }

  @Test
  void chordInAChord_joinsFromInsideOut() {
    driver.publish(
        Workflow.of(
                chord(
                    group(
                        chord(List.of(add("a", 1), add("b", 2)), sum("inner")),
                        add("c", 10),
                        group(add("d", 5), add("e", 6))),
                    list("outer")))
            .id(WORKFLOW));

    assertThat(listed("outer")).containsExactly("3", "10", "[5, 6]");
    driver.assertThat("inner").wasRunTimes(1);
    driver.assertThat("outer").wasRunTimes(1);
  }

  @Test
  void immutableStep_isGivenNothing() {
    driver.publish(
        Workflow.of(chain(add("a", 1), add("b", 2).immutable(), add("c", 3))).id(WORKFLOW));

    assertThat(result("b", Integer.class)).isEqualTo(2);
    assertThat(result("c", Integer.class)).isEqualTo(5);
  }

  /**
   * In Celery the chord fails for good, and a task that is run again by hand does not complete it.
   */
  @Test
  void errorInAMember_failsTheChord_untilItIsReplayed() {
    broken.add("b");
    driver.publish(
        Workflow.of(chord(List.of(add("a", 1), add("b", 2), add("c", 3)), sum("total")))
            .id(WORKFLOW)
            .onFailure(alert()));

    driver
        .assertThat(WORKFLOW)
        .failed()
        .because("dead")
        .withMessageContaining("(add, event b) is dead");
    driver.assertThat("total").wasNeverRun();
    driver.assertThat("alert").wasRunTimes(1);

    driver.replayDeadLetter("b");
    driver.assertThat("alert").wasRunTimes(1);
    driver.assertThat(WORKFLOW).hadOutcomes(Outcome.STARTED, Outcome.FAILED);

    broken.clear();
    driver.replayDeadLetter("b");
    assertThat(result("total", Integer.class)).isEqualTo(6);
    driver
        .assertThat(WORKFLOW)
        .hadOutcomes(Outcome.STARTED, Outcome.FAILED, Outcome.STARTED, Outcome.SUCCEEDED);
  }

  /** Celery has no such policy; its users ask for it. */
  @Test
  void errorInAMember_withPolicyAlways_isToldToTheCallback() {
    broken.add("b");
    driver.publish(
        Workflow.of(
                chord(
                    group(add("a", 1), add("b", 2), add("c", 3)).policy(JoinPolicy.always()),
                    list("callback")))
            .id(WORKFLOW)
            .onFailure(alert()));

    assertThat(listed("callback")).containsExactly("1", "dead", "3");
    driver.assertThat(WORKFLOW).succeeded();
    driver.assertThat("alert").wasNeverRun();
  }

  @Test
  void errorInAMember_withNOfM_doesNotMatter() {
    broken.add("b");
    driver.publish(
        Workflow.of(
                chord(
                    group(add("a", 1), add("b", 2), add("c", 3)).policy(JoinPolicy.atLeast(2)),
                    list("callback")))
            .id(WORKFLOW));

    assertThat(listed("callback")).containsExactly("1", "dead", "3");
    driver.assertThat("callback").wasRunTimes(1);
  }

  @Test
  void any_runsTheCallbackAtTheFirstSuccess_andNotAgain() {
    Step slow = step(EventDraft.of("add", 9).id("slow").delay(Duration.ofHours(1)));
    driver.publish(
        Workflow.of(
                chain(
                    group(slow, add("quick", 1)).policy(JoinPolicy.any()),
                    list("callback"),
                    step(EventDraft.of("add", 1).id("last").delay(Duration.ofHours(2)))
                        .immutable()))
            .id(WORKFLOW));

    assertThat(listed("callback")).containsExactly("pending", "1");
    driver.advance(Duration.ofHours(3));
    driver.assertThat("slow").succeeded();
    driver.assertThat("callback").wasRunTimes(1);
    driver.assertThat(WORKFLOW).succeeded();
  }

  /** Celery's callback runs with an empty list, at once, too. */
  @Test
  void emptyGroup_succeedsAtOnce() {
    driver.publish(Workflow.of(chord(group(List.of()), list("callback"))).id(WORKFLOW));
    assertThat(listed("callback")).isEmpty();

    driver.publish(Workflow.of(group(List.of())).id("nothing-at-all"));
    driver.assertThat("nothing-at-all").hadOutcomes(Outcome.STARTED, Outcome.SUCCEEDED);
  }

  /** In Celery a group of one is as the task itself; here its result is a list of one. */
  @Test
  void singleMemberGroup_givesAListOfOne() {
    driver.publish(Workflow.of(chord(group(add("a", 1)), list("callback"))).id(WORKFLOW));

    assertThat(listed("callback")).containsExactly("1");
  }

  @Test
  void tenThousandMembers_areJoinedInOrder() {
    List<Step> members =
        IntStream.range(0, 10_000).mapToObj(i -> step(EventDraft.of("add", i))).toList();
    driver.publish(Workflow.of(chord(members, list("callback"))).id(WORKFLOW));

    assertThat(listed("callback"))
        .isEqualTo(IntStream.range(0, 10_000).mapToObj(String::valueOf).toList());
    assertThat(ran).hasSize(10_001).doesNotHaveDuplicates();
    driver.assertThat(WORKFLOW).succeeded();
  }

  // ---- time ----

  @Test
  void deadline_failsAGroup_andALaterSuccessDoesNotHelp() {
    Step slow = step(EventDraft.of("add", 9).id("slow").delay(Duration.ofHours(1)));
    driver.publish(
        Workflow.of(chord(group(add("a", 1), slow).deadline(Duration.ofMinutes(10)), sum("total")))
            .id(WORKFLOW)
            .onFailure(alert()));

    driver.assertThat("slow").isDelayed().dueAt(SluiceTestDriver.START.plus(Duration.ofHours(1)));
    driver.advance(Duration.ofMinutes(9));
    driver.assertThat(WORKFLOW).isUnderWay();
    driver.advance(Duration.ofMinutes(1));
    driver
        .assertThat(WORKFLOW)
        .failed()
        .because("deadline")
        .withMessageContaining("1 of 2 members");
    driver.advance(Duration.ofHours(1));
    driver.assertThat("slow").succeeded();
    driver.assertThat("total").wasNeverRun();
    driver.assertThat("alert").wasRunTimes(1);
  }

  @Test
  void deadline_withPolicyAlways_goesOnWithWhatThereIs() {
    Step slow = step(EventDraft.of("add", 9).id("slow").delay(Duration.ofHours(1)));
    driver.publish(
        Workflow.of(
                chord(
                    group(add("a", 1), slow)
                        .policy(JoinPolicy.always())
                        .deadline(Duration.ofMinutes(10)),
                    list("callback")))
            .id(WORKFLOW));

    driver.advance(Duration.ofMinutes(10));
    assertThat(listed("callback")).containsExactly("1", "pending");
  }

  @Test
  void expiredMember_doesNotMakeTheChordHang() {
    Step late =
        step(
            EventDraft.of("add", 9)
                .id("late")
                .delay(Duration.ofHours(2))
                .expiresIn(Duration.ofHours(1)));
    driver.publish(Workflow.of(chord(group(add("a", 1), late), sum("total"))).id(WORKFLOW));

    driver.advance(Duration.ofHours(2));
    driver.assertThat("late").expired();
    driver.assertThat(WORKFLOW).failed().because("expired");
  }

  /** Whoever cancels a workflow wants nothing more of it to run. */
  @Test
  void cancelledWorkflow_runsNothingMore_andNoStepOnFailure() {
    Step slow = step(EventDraft.of("add", 9).id("slow").delay(Duration.ofHours(1)));
    driver.publish(Workflow.of(chain(slow, add("a", 1))).id(WORKFLOW).onFailure(alert()));

    driver.cancel(WORKFLOW);

    driver.assertThat("slow").wasCancelled();
    driver.assertThat(WORKFLOW).failed().because("cancelled");
    driver.assertThat("alert").wasCancelled();
    assertThat(ran).isEmpty();
  }

  // ---- publishing ----

  @Test
  void workflowOfAHandler_beginsIfTheHandlerSucceeds() {
    driver.publish(EventDraft.of("parent", true).id("p-0"));
    driver.assertThat("p-0").isDead();
    assertThat(ran).isEmpty();

    driver.publish(EventDraft.of("parent", false).id("p-1"));
    assertThat(result(WORKFLOW, Integer.class)).isEqualTo(3);
  }

  @Test
  void workflowThatIsKnown_isNotBegunAgain() {
    Workflow workflow = Workflow.of(chain(add("a", 1), add("b", 2))).id(WORKFLOW);
    driver.publish(workflow);
    driver.publish(workflow);

    assertThat(ran).containsExactly("a", "b");
  }

  @Test
  void stepsAreEventsOfTheirOwn() {
    driver.publish(Workflow.of(chain(step(EventDraft.of("add", 1).key("k")), add("b", 2))).id("w"));

    driver.assertThat("w-1").succeeded();
    assertThat(driver.history("w-1").steps().get(0).getKey()).isEqualTo("k");
    assertThat(driver.history("b").steps().get(0).getWorkflow()).isEqualTo("w");
    assertThat(driver.history("b").steps().get(0).getStep()).isEqualTo(2);
    assertThat(Map.of("w", driver.lastOutcome("w"))).containsEntry("w", Outcome.SUCCEEDED);
  }

  // ---- bad input ----

  @Test
  void bytesThatAreNoWorkflow_areADeadLetter_andTheOthersGoOn() {
    byte[] key = {1};
    byte[] value = {0, 0, 0, 0, 99, 7};
    driver.publishRawTo("canvas.workflow", key, value, new RecordHeaders());
    driver.publish(Workflow.of(add("a", 1)).id(WORKFLOW));

    assertThat(driver.deadLetters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.reason()).isEqualTo("undecodable");
              assertThat(letter.record().key()).isEqualTo(key);
              assertThat(letter.record().value()).isEqualTo(value);
            });
    driver.assertThat("canvas.workflow/0/0").isDead().because("undecodable");
    driver.assertThat(WORKFLOW).succeeded();
  }

  @Test
  void definitionThatContradictsItself_isADeadLetter() {
    EventCodec codec = driver.codec();
    String topic = "canvas.workflow";
    EncodeContext context = new EncodeContext(topic, "test", driver.now());
    byte[] whole =
        codec
            .encodeWorkflow(Workflow.of(chain(add("a", 1), add("b", 2))).id("w"), context)
            .values()
            .get(0);
    WorkflowRecord record = codec.decodeWorkflow(topic, whole);
    ((WorkflowDefinition) record.getBody()).getNodes().get(2).setParent(1);
    byte[] bad = codec.encodeWorkflow(topic, record);
    driver.publishRawTo(topic, new byte[] {'w'}, bad, new RecordHeaders());

    driver
        .assertThat("w")
        .isDead()
        .because("undecodable")
        .withMessageContaining("node 2: its parent, 1, does not have it as a child");
    assertThat(driver.deadLetter("w").record().value()).isEqualTo(bad);
    assertThat(ran).isEmpty();
  }

  @Test
  void stepThatNobodyServes_failsTheWorkflow() {
    driver.publish(Workflow.of(chain(step(EventDraft.of("no.such", 1)), add("b", 2))).id("w"));

    driver.assertThat("w-1").isDead().because("unhandled");
    driver.assertThat("w").failed().withMessageContaining("step 1 (no.such, event w-1) is dead");
  }

  @Test
  void step_keepsTheOrderOfItsKey() {
    Step slow = step(EventDraft.of("add", 1).id("slow").key("k"));
    broken.add("head");
    driver.publish(EventDraft.of("retried", 0).id("head").key("k"));
    driver.publish(Workflow.of(chain(add("a", 1), slow)).id("w"));

    driver.assertThat("slow").isParked();
    broken.clear();
    driver.advanceUntilSettled("head");
    driver.assertThat("slow").succeeded();
    assertThat(ran).containsSubsequence("head", "a", "head", "slow");
    driver.assertThat("w").succeeded();
  }
}
