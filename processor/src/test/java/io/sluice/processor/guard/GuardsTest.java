package io.sluice.processor.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.processor.control.ControlRecord;
import io.sluice.processor.control.LocalControl;
import io.sluice.processor.dispatch.Entry;
import io.sluice.schema.RateLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class GuardsTest {
  private static final Entry RESERVED = new Entry.Run(false, true);
  private static final Entry PAUSED = new Entry.Hold("paused");
  private static final Entry NO_TOKEN = new Entry.Hold("rate_limit");

  private final IllegalStateException failure = new IllegalStateException("no");
  private final Instance.Time time = new Instance.Time();
  private final LocalControl control = new LocalControl();

  @Test
  void nothingSaid_letsEverythingIn() {
    Instance instance = instance(GuardRules.none());

    assertThat(instance.ask("a.b")).isEqualTo(Entry.RUN);
    assertThat(instance.askAgainAtMs("a.b", 7)).isEqualTo(7);
    assertThat(instance.guards.views()).isEmpty();
  }

  @Test
  void aPause_holdsTheType_theHandler_andWhatAPatternMatches() {
    Instance instance = instance(GuardRules.none());

    for (String subject : List.of("github.push.main", "github.#", "github.*.main")) {
      ControlRecord.Pause pause = pause(subject);
      control.say(pause);
      assertThat(instance.ask("github.#", Attempted.of("1", "github.push.main")))
          .as(subject)
          .isEqualTo(PAUSED);
      assertThat(
              instance.guards.askAgainAtMs(
                  instance.handler("github.#"), "github.push.main", time.nowMs()))
          .isEqualTo(Long.MAX_VALUE);
      control.takeBack(pause);
      assertThat(instance.ask("github.#", Attempted.of("1", "github.push.main")))
          .isEqualTo(Entry.RUN);
    }
  }

  @Test
  void aPause_ofOneTypeOfAPattern_leavesTheOthers() {
    Instance instance = instance(GuardRules.none());
    control.say(pause("github.push"));

    assertThat(instance.ask("github.#", Attempted.of("1", "github.push"))).isEqualTo(PAUSED);
    assertThat(instance.ask("github.#", Attempted.of("2", "github.issue"))).isEqualTo(Entry.RUN);
    assertThat(instance.metrics.paused).containsEntry("github.push operator", true);
  }

  @Test
  void aPause_withATextThatIsNoPattern_holdsNothingElse() {
    Instance instance = instance(GuardRules.none());
    control.say(pause("git*"));

    assertThat(instance.ask("github")).isEqualTo(Entry.RUN);
  }

  @Test
  void aPause_thatHeldBeforeTheStart_holds() {
    control.say(pause("a.b"));

    assertThat(instance(GuardRules.none()).ask("a.b")).isEqualTo(PAUSED);
  }

  @Test
  void aChange_ringsTheBells_untilTheyAreRemoved() {
    Instance instance = instance(GuardRules.none());
    AtomicInteger rung = new AtomicInteger();
    Runnable bell = rung::incrementAndGet;
    instance.guards.addBell(bell);
    long before = instance.guards.changes();

    control.say(pause("a.b"));
    assertThat(rung).hasPositiveValue();
    assertThat(instance.guards.changes()).isNotEqualTo(before);

    instance.guards.removeBell(bell);
    int heard = rung.get();
    control.takeBack(pause("a.b"));
    assertThat(rung).hasValue(heard);
  }

  @Test
  void aCancelledEvent_andEachStepOfACancelledWorkflow_neverBegin() {
    Instance instance = instance(GuardRules.none());
    control.say(cancel("event"));
    control.say(cancel("flow"));

    assertThat(instance.ask("a.b", Attempted.of("event", "a.b"))).isEqualTo(Entry.CANCELLED);
    assertThat(instance.ask("a.b", new Attempted("step", "a.b", null, "flow")))
        .isEqualTo(Entry.CANCELLED);
    assertThat(instance.ask("a.b", new Attempted("other", "a.b", null, "other")))
        .isEqualTo(Entry.RUN);
    time.pass(Duration.ofHours(1));
    assertThat(instance.ask("a.b", Attempted.of("event", "a.b"))).isEqualTo(Entry.RUN);
  }

  @Test
  void aCancelledEvent_isCancelledThoughItsTypeIsPaused() {
    Instance instance = instance(GuardRules.none());
    control.say(cancel("event"));
    control.say(pause("a.b"));

    assertThat(instance.ask("a.b", Attempted.of("event", "a.b"))).isEqualTo(Entry.CANCELLED);
  }

  @Test
  void oneThatWasLetInAndWaited_isHeldWhenItsTypeIsPausedMeanwhile_andGivesItsTokenBack() {
    Instance instance = instance(Rules.limited("a.b", "1/s"));
    Entry letIn = instance.reserve("a.b");

    control.say(pause("a.b"));
    assertThat(instance.confirm("a.b", letIn)).isEqualTo(PAUSED);
    control.takeBack(pause("a.b"));
    assertThat(instance.ask("a.b")).isEqualTo(Entry.RUN);
  }

  @Test
  void oneThatWasLetInAndWaited_isCancelledWhenItIsWithdrawnMeanwhile() {
    Instance instance = instance(GuardRules.none());
    Attempted event = Attempted.of("event", "a.b");
    Entry letIn = instance.reserve(event);

    control.say(cancel("event"));
    assertThat(instance.confirm(event, letIn, time.nanos())).isEqualTo(Entry.CANCELLED);
  }

  @Test
  void thoseThatWereLetInBeforeTheBreakerOpened_useNoAttemptUp_norAnyTrial() {
    Instance instance = instance(Rules.withBreaker("a.b"));
    Entry letIn = instance.reserve("a.b");
    assertThat(instance.confirm("a.b", letIn)).isEqualTo(RESERVED);
    for (int i = 0; i < 4; i++) {
      instance.tries("a.b", failure);
    }
    assertThat(instance.confirm("a.b", letIn)).isEqualTo(new Entry.Hold("breaker_open"));

    time.pass(Rules.WAIT.plusMillis(1));
    Entry probe = instance.reserve("a.b");
    assertThat(probe).isEqualTo(new Entry.Run(true, true));
    assertThat(instance.confirm("a.b", letIn)).isEqualTo(new Entry.Hold("breaker_open"));
    assertThat(instance.confirm("a.b", probe)).isEqualTo(probe);
    assertThat(instance.ask("a.b")).isEqualTo(Entry.PROBE);
    assertThat(instance.ask("a.b")).isEqualTo(Entry.PROBE);
    assertThat(instance.ask("a.b")).isEqualTo(new Entry.Hold("breaker_open"));
  }

  @Test
  void aRate_letsInWhatOneSecondHas_andTellsWhenThereIsMore() {
    Instance instance = instance(Rules.limited("a.b", "2/s"));

    assertThat(instance.ask("a.b")).isEqualTo(Entry.RUN);
    assertThat(instance.ask("a.b")).isEqualTo(Entry.RUN);
    assertThat(instance.ask("a.b")).isEqualTo(NO_TOKEN);
    assertThat(instance.askAgainAtMs("a.b", time.nowMs())).isEqualTo(time.nowMs() + 500);
    assertThat(instance.ask("other")).isEqualTo(Entry.RUN);
    time.pass(Duration.ofMillis(500));
    assertThat(instance.ask("a.b")).isEqualTo(Entry.RUN);
    assertThat(instance.ask("a.b")).isEqualTo(NO_TOKEN);
  }

  @Test
  void aLiveRate_isInForceInPlaceOfTheConfiguredOne_untilItIsTakenBack() {
    Instance instance = instance(Rules.limited("a.b", "100/s"));
    ControlRecord.Rate rate = new ControlRecord.Rate("a.b", mandate(), RateLimit.parse("20/h"));

    control.say(rate);
    assertThat(instance.guards.views())
        .containsExactly(
            new GuardView("a.b", false, null, 0, RateLimit.parse("20/h"), false, List.of()));
    assertThat(instance.ask("a.b")).isEqualTo(Entry.RUN);
    assertThat(instance.ask("a.b")).isEqualTo(NO_TOKEN);
    assertThat(instance.askAgainAtMs("a.b", time.nowMs())).isEqualTo(time.nowMs() + 180_000);

    control.takeBack(rate);
    time.pass(Duration.ofMillis(10));
    assertThat(instance.ask("a.b")).isEqualTo(Entry.RUN);
  }

  @Test
  void aLiveRate_holdsForAHandlerWithoutAnyRule() {
    Instance instance = instance(GuardRules.none());
    control.say(new ControlRecord.Rate("a.b", mandate(), RateLimit.parse("1/s")));

    assertThat(instance.ask("a.b")).isEqualTo(Entry.RUN);
    assertThat(instance.ask("a.b")).isEqualTo(NO_TOKEN);
  }

  @Test
  void aDependencysRate_holdsForAllItsHandlersTogether() {
    Instance instance =
        instance(
            Rules.dependent(
                new GuardRules.OfDependency("smtp", RateLimit.parse("2/s"), null), "a", "b"));

    assertThat(instance.ask("a")).isEqualTo(Entry.RUN);
    assertThat(instance.ask("b")).isEqualTo(Entry.RUN);
    assertThat(instance.ask("a")).isEqualTo(NO_TOKEN);
    assertThat(instance.ask("b")).isEqualTo(NO_TOKEN);
  }

  @Test
  void whatTheDependencyRefuses_costsTheHandlerNoToken() {
    GuardRules rules =
        new GuardRules(
            List.of(
                new GuardRules.OfHandler("a", RateLimit.parse("20/h"), null, null, "smtp", null),
                new GuardRules.OfHandler("b", null, null, null, "smtp", null)),
            List.of(new GuardRules.OfDependency("smtp", RateLimit.parse("1/s"), null)));
    Instance instance = instance(rules);
    assertThat(instance.ask("b")).isEqualTo(Entry.RUN);
    assertThat(instance.ask("a")).isEqualTo(NO_TOKEN);
    assertThat(instance.askAgainAtMs("a", time.nowMs())).isEqualTo(time.nowMs() + 1_000);

    time.pass(Duration.ofSeconds(1));
    assertThat(instance.ask("a")).isEqualTo(Entry.RUN);
  }

  @Test
  void anAttemptThatDidNotRun_givesItsTokenBack() {
    Instance instance = instance(Rules.limited("a.b", "20/h"));

    assertThat(instance.ask("a.b")).isEqualTo(Entry.RUN);
    instance.didNotRun(Attempted.of("event", "a.b"), Entry.RUN);
    assertThat(instance.ask("a.b")).isEqualTo(Entry.RUN);
    assertThat(instance.ask("a.b")).isEqualTo(NO_TOKEN);
  }

  @Test
  void anAttemptThatDidNotRun_givesTheTokenOfItsKeyBack() {
    Instance instance = instance(Rules.limitedPerKey("a.b", "1/h"));
    Attempted event = new Attempted("event", "a.b", "key", null);
    Entry letIn = instance.reserve(event);

    control.say(pause("a.b"));
    assertThat(instance.confirm(event, letIn, time.nanos())).isEqualTo(PAUSED);
    control.takeBack(pause("a.b"));
    assertThat(instance.ask("a.b", event)).isEqualTo(Entry.RUN);
    instance.didNotRun(event, Entry.RUN);
    assertThat(instance.ask("a.b", event)).isEqualTo(Entry.RUN);
  }

  @Test
  void anAttemptThatWasBrokenOff_hasBegunAllTheSame() {
    Instance instance = instance(Rules.limited("a.b", "20/h"));
    assertThat(instance.ask("a.b")).isEqualTo(Entry.RUN);

    instance.guards.brokenOff(instance.handler("a.b"), Entry.RUN);
    assertThat(instance.ask("a.b")).isEqualTo(NO_TOKEN);
  }

  @Test
  void thoseThatWaitForAThread_beginNoFasterThanTheLimit_howeverLongTheyWait() {
    Instance instance = instance(Rules.limited("a.b", "10/s"));
    Map<Attempted, Long> letIn = new LinkedHashMap<>();
    for (int i = 0; i < 100; i++) {
      Attempted event = Attempted.of("e" + i, "a.b");
      if (instance.reserve(event) instanceof Entry.Run) {
        letIn.put(event, time.nanos());
      }
      time.pass(Duration.ofMillis(100));
    }
    assertThat(letIn).hasSizeGreaterThan(80);

    List<Entry> entries = new ArrayList<>();
    letIn.forEach((event, at) -> entries.add(instance.confirm(event, RESERVED, at)));
    assertThat(entries).filteredOn(Entry.Run.class::isInstance).hasSize(10);
    time.pass(Duration.ofMillis(100));
    assertThat(instance.ask("a.b")).isEqualTo(Entry.RUN);
    assertThat(instance.ask("a.b")).isEqualTo(NO_TOKEN);
  }

  @Test
  void aToken_isKeptForASecondForOneThatWaitsForAThread_andOthersMayHaveItThen() {
    Instance instance = instance(Rules.limited("a.b", "20/h"));
    Attempted slow = Attempted.of("slow", "a.b");
    Entry letIn = instance.reserve(slow);
    long at = time.nanos();
    time.pass(Duration.ofSeconds(1));
    assertThat(instance.ask("a.b")).isEqualTo(NO_TOKEN);
    assertThat(instance.askAgainAtMs("a.b", time.nowMs())).isEqualTo(time.nowMs() + 10);

    time.pass(Duration.ofMillis(10));
    assertThat(instance.ask("a.b")).isEqualTo(Entry.RUN);
    assertThat(instance.confirm(slow, letIn, at)).isEqualTo(NO_TOKEN);
  }

  @Test
  void oneThatWasLetInBeforeThereWasAnyRule_takesItsTokenWhenItBegins() {
    Instance instance = instance(GuardRules.none());
    Entry early = instance.reserve("a.b");
    ControlRecord.Rate rate = new ControlRecord.Rate("a.b", mandate(), RateLimit.parse("1/s"));
    control.say(rate);

    assertThat(instance.confirm("a.b", early)).isEqualTo(Entry.RUN);
    assertThat(instance.ask("a.b")).isEqualTo(NO_TOKEN);
    time.pass(Duration.ofSeconds(1));
    Entry late = instance.reserve("a.b");
    control.takeBack(rate);
    assertThat(instance.confirm("a.b", late)).isEqualTo(RESERVED);
    control.say(rate);
    assertThat(instance.ask("a.b")).as("nothing is reserved any more").isEqualTo(Entry.RUN);
  }

  @Test
  void oneThatNeverComesToAWorker_leavesItsTokenToOthers() {
    Instance instance = instance(Rules.limited("a.b", "20/h"));
    Attempted event = Attempted.of("event", "a.b");
    Entry letIn = instance.reserve(event);
    assertThat(instance.reserve("a.b")).isEqualTo(NO_TOKEN);

    instance.guards.leftUnused(instance.handler("a.b"), event, (Entry.Run) letIn);
    assertThat(instance.ask("a.b")).isEqualTo(Entry.RUN);
    assertThat(instance.ask("a.b")).isEqualTo(NO_TOKEN);
  }

  @Test
  void oneWhoseLimitWasTakenDownMeanwhile_beginsOnceThereIsAToken() {
    Instance instance = instance(Rules.limited("a.b", "2/s"));
    Entry first = instance.reserve("a.b");
    Entry second = instance.reserve("a.b");

    control.say(new ControlRecord.Rate("a.b", mandate(), RateLimit.parse("1/s")));
    assertThat(instance.confirm("a.b", first)).isEqualTo(RESERVED);
    assertThat(instance.confirm("a.b", second)).isEqualTo(NO_TOKEN);
    time.pass(Duration.ofSeconds(1));
    assertThat(instance.ask("a.b")).isEqualTo(Entry.RUN);
  }

  @Test
  void tokenOfAKey_isNotKeptForLongerThanOneTakesToCome() {
    Instance instance = instance(Rules.limitedPerKey("a.b", "1/s"));
    List<Attempted> letIn = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Attempted event = new Attempted("e" + i, "a.b", "key", null);
      assertThat(instance.reserve(event)).isEqualTo(RESERVED);
      letIn.add(event);
      time.pass(Duration.ofSeconds(1));
    }

    assertThat(instance.confirm(letIn.get(0), RESERVED, 0)).isEqualTo(RESERVED);
    assertThat(instance.confirm(letIn.get(1), RESERVED, 1_000_000_000L))
        .isEqualTo(new Entry.HoldUntil("rate_limit", time.nowMs() + 1_000));
  }

  @Test
  void aShare_isThisInstancesPartOfTheTokens() {
    Instance instance = instance(Rules.limited("a.b", "8/s"));
    instance.guards.allTasks(4);
    instance.guards.taskOpened();

    assertThat(instance.ask("a.b")).isEqualTo(Entry.RUN);
    assertThat(instance.ask("a.b")).isEqualTo(Entry.RUN);
    assertThat(instance.ask("a.b")).isEqualTo(NO_TOKEN);
    assertThat(instance.askAgainAtMs("a.b", time.nowMs())).isEqualTo(time.nowMs() + 500);
  }

  @Test
  void aShare_ofAlmostNothing_isNotNothing() {
    Instance instance = instance(Rules.limited("a.b", "1/s"));
    instance.guards.allTasks(1_000);
    instance.guards.taskOpened();

    assertThat(instance.ask("a.b")).isEqualTo(Entry.RUN);
    assertThat(instance.ask("a.b")).isEqualTo(NO_TOKEN);
    time.passUntil(instance.askAgainAtMs("a.b", time.nowMs()));
    assertThat(time.nowMs()).isEqualTo(1_000_000 + 1_000_000);
    assertThat(instance.ask("a.b")).isEqualTo(Entry.RUN);
  }

  @Test
  void aKeysEvents_waitEachForItsTime_inTheirOrder_andOtherKeysDoNot() {
    Instance instance = instance(Rules.limitedPerKey("a.b", "1/s"));
    long now = time.nowMs();

    assertThat(instance.ask("a.b", keyed("1", "k"))).isEqualTo(Entry.RUN);
    assertThat(instance.ask("a.b", keyed("2", "k"))).isEqualTo(until(now + 1_000));
    assertThat(instance.ask("a.b", keyed("3", "k"))).isEqualTo(until(now + 2_000));
    assertThat(instance.ask("a.b", keyed("4", "other"))).isEqualTo(Entry.RUN);
    assertThat(instance.ask("a.b", Attempted.of("5", "a.b"))).isEqualTo(Entry.RUN);

    time.passUntil(now + 1_000);
    assertThat(instance.ask("a.b", keyed("6", "k"))).isEqualTo(until(now + 3_000));
    assertThat(instance.ask("a.b", keyed("2", "k"))).isEqualTo(Entry.RUN);
    time.passUntil(now + 2_000);
    assertThat(instance.ask("a.b", keyed("3", "k"))).isEqualTo(Entry.RUN);
  }

  @Test
  void aDependencyThatIsNotThere_isRefused() {
    GuardRules rules = Rules.of(new GuardRules.OfHandler("a", null, null, null, "smpt", null));

    assertThatThrownBy(() -> instance(rules)).hasMessageContaining("no dependency smpt");
  }

  @Test
  void aTokenThatIsMissing_givesTheBreakersPermissionBack() {
    GuardRules rules =
        Rules.of(
            new GuardRules.OfHandler(
                "a", RateLimit.parse("20/h"), null, Rules.breaker(), null, null));
    Instance instance = instance(rules);
    control.say(new ControlRecord.Breaker("a", mandate(), true, time.nowMs() + 1));
    time.pass(Duration.ofSeconds(1));

    assertThat(instance.ask("a")).isEqualTo(Entry.PROBE);
    for (int i = 0; i < 10; i++) {
      assertThat(instance.ask("a")).isEqualTo(NO_TOKEN);
    }
    instance.ran("a", null);
    for (int i = 0; i < 2; i++) {
      time.pass(Duration.ofMinutes(3));
      assertThat(instance.tries("a", null)).isTrue();
    }
    assertThat(instance.metrics.breakers).containsEntry("a", 0);
    assertThat(instance.tries("a", failure)).isFalse();
  }

  private Instance instance(GuardRules rules) {
    return new Instance("one", rules, control, time);
  }

  private static Attempted keyed(String id, String key) {
    return new Attempted(id, "a.b", key, null);
  }

  private static Entry until(long ms) {
    return new Entry.HoldUntil("rate_limit", ms);
  }

  private ControlRecord.Pause pause(String subject) {
    return new ControlRecord.Pause(subject, mandate(), null);
  }

  private ControlRecord.Cancel cancel(String id) {
    return new ControlRecord.Cancel(id, mandate(), time.nowMs() + 60_000);
  }

  private ControlRecord.Mandate mandate() {
    return new ControlRecord.Mandate("ops@host", time.nowMs(), null);
  }
}
