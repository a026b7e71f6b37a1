package io.sluice.processor.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.processor.control.ControlRecord;
import io.sluice.processor.control.LocalControl;
import io.sluice.processor.dispatch.Entry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class BreakerTest {
  private static final Entry OPEN = new Entry.Hold("breaker_open");

  private final IllegalStateException failure = new IllegalStateException("no");
  private final Instance.Time time = new Instance.Time();
  private final LocalControl control = new LocalControl();

  @Test
  void failures_openIt_andItTellsWhenItIsWorthAskingAgain() {
    Instance instance = broken("one");

    assertThat(instance.ask("a")).isEqualTo(OPEN);
    assertThat(instance.metrics.breakers).containsEntry("a", 2);
    assertThat(instance.guards.views())
        .containsExactly(
            new GuardView("a", false, "open", time.nowMs() + 30_000, null, false, List.of()));
    time.passUntil(instance.askAgainAtMs("a", time.nowMs()));
    assertThat(instance.ask("a")).isEqualTo(Entry.PROBE);
    assertThat(instance.metrics.breakers).containsEntry("a", 1);
  }

  @Test
  void halfOpen_letsInTheNumberThatIsTried_andClosesWhenTheySucceed() {
    Instance instance = broken("one");
    passWait();

    for (int i = 0; i < 3; i++) {
      assertThat(instance.ask("a")).isEqualTo(Entry.PROBE);
    }
    assertThat(instance.ask("a")).isEqualTo(OPEN);
    long changes = instance.guards.changes();
    for (int i = 0; i < 3; i++) {
      instance.ran("a", null);
    }
    assertThat(instance.guards.changes()).isNotEqualTo(changes);
    assertThat(instance.askAgainAtMs("a", time.nowMs())).isEqualTo(time.nowMs());
    assertThat(instance.tries("a", null)).isTrue();
    assertThat(instance.metrics.breakers).containsEntry("a", 0);
  }

  @Test
  void halfOpen_opensAgainWhenTheyFail() {
    Instance instance = broken("one");
    passWait();

    for (int i = 0; i < 3; i++) {
      assertThat(instance.tries("a", failure)).isTrue();
    }
    assertThat(instance.ask("a")).isEqualTo(OPEN);
    assertThat(instance.guards.views().get(0).openUntilMs()).isEqualTo(time.nowMs() + 30_000);
  }

  @Test
  void halfOpen_anAttemptThatDidNotRun_makesRoomForAnother() {
    Instance instance = broken("one");
    passWait();
    for (int i = 0; i < 3; i++) {
      assertThat(instance.ask("a")).isEqualTo(Entry.PROBE);
    }
    AtomicInteger rung = new AtomicInteger();
    instance.guards.addBell(rung::incrementAndGet);

    instance.didNotRun(Attempted.of("event", "a"), Entry.PROBE);

    assertThat(rung).hasPositiveValue();
    assertThat(instance.ask("a")).isEqualTo(Entry.PROBE);
    assertThat(instance.ask("a")).isEqualTo(OPEN);
  }

  @Test
  void halfOpen_attemptsThatNeverEnd_doNotKeepItSo() {
    Instance instance = broken("one");
    passWait();
    for (int i = 0; i < 3; i++) {
      assertThat(instance.ask("a")).isEqualTo(Entry.PROBE);
    }
    assertThat(instance.askAgainAtMs("a", time.nowMs())).isEqualTo(time.nowMs() + 1_000);
    time.pass(Duration.ofMillis(59_999));
    assertThat(instance.ask("a")).isEqualTo(OPEN);

    time.pass(Duration.ofMillis(1));
    for (int i = 0; i < 3; i++) {
      assertThat(instance.ask("a")).isEqualTo(Entry.PROBE);
    }
    assertThat(instance.ask("a")).as("others, and no more").isEqualTo(OPEN);
  }

  @Test
  void halfOpen_attemptsThatComeOneByOne_areAllCounted() {
    Instance instance = broken("one");
    passWait();
    for (int i = 0; i < 2; i++) {
      assertThat(instance.tries("a", null)).isTrue();
      time.pass(Duration.ofSeconds(45));
    }
    assertThat(instance.ask("a")).isEqualTo(Entry.PROBE);
    time.pass(Duration.ofSeconds(45));
    assertThat(instance.ask("a")).as("the last one still runs").isEqualTo(OPEN);

    instance.ran("a", null);
    assertThat(instance.metrics.breakers).containsEntry("a", 0);
  }

  @Test
  void halfOpen_anAttemptOfBeforeThatIsBrokenOff_makesNoRoom() {
    Instance instance = new Instance("one", Rules.withBreaker("a"), control, time);
    assertThat(instance.ask("a")).isEqualTo(Entry.RUN);
    for (int i = 0; i < 4; i++) {
      instance.tries("a", failure);
    }
    passWait();
    for (int i = 0; i < 3; i++) {
      assertThat(instance.ask("a")).isEqualTo(Entry.PROBE);
    }

    instance.guards.brokenOff(instance.handler("a"), Entry.RUN);
    assertThat(instance.ask("a")).isEqualTo(OPEN);
  }

  @Test
  void slowAttempts_openItToo() {
    GuardRules.OfBreaker slow =
        new GuardRules.OfBreaker(
            new GuardRules.Threshold(1, Duration.ofSeconds(2), 0.5),
            new GuardRules.Window(10, Duration.ofMinutes(1), 4),
            Rules.WAIT,
            3);
    Instance instance =
        new Instance(
            "one",
            Rules.of(new GuardRules.OfHandler("a", null, null, slow, null, null)),
            control,
            time);

    for (int i = 0; i < 4; i++) {
      assertThat(instance.ask("a")).isEqualTo(Entry.RUN);
      instance.guards.ran(instance.handler("a"), Duration.ofSeconds(i % 2 == 0 ? 3 : 1), null);
    }
    assertThat(instance.ask("a")).isEqualTo(OPEN);
  }

  @Test
  void oldFailures_ageOutOfAWindowOfTime() {
    GuardRules.OfBreaker timed =
        new GuardRules.OfBreaker(
            new GuardRules.Threshold(0.5, null, 1),
            new GuardRules.Window(10, Duration.ofSeconds(10), 4),
            Rules.WAIT,
            3);
    Instance instance =
        new Instance(
            "one",
            Rules.of(new GuardRules.OfHandler("a", null, null, timed, null, null)),
            control,
            time);

    for (int i = 0; i < 20; i++) {
      assertThat(instance.tries("a", failure)).isTrue();
      time.pass(Duration.ofSeconds(4));
    }
  }

  @Test
  void aDependencysBreaker_opensForAllItsHandlers_andOnlyThem() {
    Instance instance =
        new Instance(
            "one",
            Rules.dependent(new GuardRules.OfDependency("smtp", null, Rules.breaker()), "a", "b"),
            control,
            time);

    for (int i = 0; i < 4; i++) {
      instance.tries("a", failure);
    }
    assertThat(instance.ask("b")).isEqualTo(OPEN);
    assertThat(instance.ask("c")).isEqualTo(Entry.RUN);
    assertThat(instance.guards.views())
        .containsExactly(
            new GuardView(
                "smtp", true, "open", time.nowMs() + 30_000, null, false, List.of("a", "b")));
  }

  @Test
  void whatTheDependencysBreakerRefuses_takesNoPermissionOfTheHandlers() {
    GuardRules rules =
        new GuardRules(
            List.of(new GuardRules.OfHandler("a", null, null, Rules.breaker(), "smtp", null)),
            List.of(new GuardRules.OfDependency("smtp", null, Rules.breaker())));
    Instance instance = new Instance("one", rules, control, time);
    say("a", true, time.nowMs() + 1);
    say("smtp", true, time.nowMs() + 10_000);
    time.pass(Duration.ofSeconds(5));

    for (int i = 0; i < 10; i++) {
      assertThat(instance.ask("a")).isEqualTo(OPEN);
    }
    time.pass(Duration.ofSeconds(6));
    for (int i = 0; i < 3; i++) {
      assertThat(instance.tries("a", null)).isTrue();
    }
    assertThat(instance.metrics.breakers).containsEntry("a", 0).containsEntry("smtp", 0);
  }

  @Test
  void anotherInstance_followsAtOnce_openAndClosed() {
    Instance other = new Instance("two", Rules.withBreaker("a"), control, time);
    Instance instance = broken("one");

    assertThat(other.ask("a")).isEqualTo(OPEN);
    assertThat(other.guards.views()).isEqualTo(instance.guards.views());
    passWait();
    for (int i = 0; i < 3; i++) {
      assertThat(instance.tries("a", null)).isTrue();
    }
    for (int i = 0; i < 20; i++) {
      assertThat(other.ask("a")).as("closed there too").isEqualTo(Entry.RUN);
    }
    assertThat(control.state().breakers().get("a").open()).isFalse();
  }

  @Test
  void anotherInstance_saysNothingOfWhatItFollowed() {
    Instance other = new Instance("two", Rules.withBreaker("a"), control, time);
    broken("one");

    assertThat(other.metrics.breakers).containsEntry("a", 2);
    assertThat(control.state().breakers().get("a").mandate().by()).isEqualTo("one");
  }

  @Test
  void aFreshInstance_takesOver() {
    broken("one");
    time.pass(Duration.ofSeconds(10));
    Instance fresh = new Instance("two", Rules.withBreaker("a"), control, time);

    assertThat(fresh.ask("a")).isEqualTo(OPEN);
    assertThat(fresh.askAgainAtMs("a", time.nowMs())).isEqualTo(time.nowMs() + 20_001);
  }

  @Test
  void aFreshInstance_thatStartsAfterTheWait_triesAFew() {
    broken("one");
    passWait();
    Instance fresh = new Instance("one", Rules.withBreaker("a"), control, time);

    for (int i = 0; i < 3; i++) {
      assertThat(fresh.ask("a")).isEqualTo(Entry.PROBE);
    }
    assertThat(fresh.ask("a")).isEqualTo(OPEN);
  }

  @Test
  void whatIsOutdated_isNotFollowed() {
    Instance instance = broken("one");

    control.say(
        new ControlRecord.Breaker(
            "a", new ControlRecord.Mandate("two", time.nowMs() - 1, null), false, 0));

    assertThat(instance.ask("a")).isEqualTo(OPEN);
  }

  private Instance broken(String name) {
    Instance instance = new Instance(name, Rules.withBreaker("a"), control, time);
    for (int i = 0; i < 4; i++) {
      assertThat(instance.tries("a", failure)).isTrue();
    }
    return instance;
  }

  private void passWait() {
    time.pass(Rules.WAIT.plusMillis(1));
  }

  private void say(String name, boolean open, long untilMs) {
    control.say(
        new ControlRecord.Breaker(
            name, new ControlRecord.Mandate("two", time.nowMs(), null), open, untilMs));
  }
}
