package io.sluice.processor.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.processor.control.Control;
import io.sluice.processor.control.ControlRecord;
import io.sluice.processor.control.ControlState;
import io.sluice.processor.control.LocalControl;
import io.sluice.processor.dispatch.Entry;
import io.sluice.schema.FailureFingerprint;
import io.sluice.schema.LastError;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Failures that are all alike pause their type. */
final class OutagesTest {
  private static final Entry PAUSED = new Entry.Hold("paused");

  private final Instance.Time time = new Instance.Time();
  private final LocalControl control = new LocalControl();
  private final Instance instance = new Instance("one", Rules.alike("a"), control, time);

  @Test
  void alikeFailures_holdBackTheDeadLetter_andPauseTheTypeEverywhere() {
    Instance other = new Instance("two", Rules.alike("a"), control, time);
    fail(10);

    assertThat(holdsBack(refused())).isTrue();

    assertThat(instance.ask("a")).isEqualTo(PAUSED);
    assertThat(other.ask("a")).isEqualTo(PAUSED);
    ControlRecord.Pause pause = control.state().paused().get("a");
    assertThat(pause.fingerprint())
        .isEqualTo(FailureFingerprint.of(LastError.of(refused())).id("a", "a"));
    assertThat(pause.mandate().by()).isEqualTo("one");
    assertThat(pause.mandate().reason())
        .startsWith("10 of the last 10 failures are alike: java.lang.IllegalStateException at");
    assertThat(instance.metrics.paused).containsEntry("a alike_failures", true);
  }

  @Test
  void alikeFailures_pauseTheHandlerAlone_andNotAllThatItsPatternMatches() {
    Instance shop = new Instance("shop", Rules.alike("mail.#"), control, time);
    for (int i = 0; i < 10; i++) {
      shop.ran("mail.#", refused());
    }
    assertThat(shop.guards.holdsBackDeadLetter(shop.handler("mail.#"), "mail.news", refused()))
        .isTrue();

    assertThat(shop.ask("mail.#", Attempted.of("e1", "mail.news"))).isEqualTo(PAUSED);
    assertThat(shop.ask("mail.urgent", Attempted.of("e2", "mail.urgent"))).isEqualTo(Entry.RUN);
    assertThat(instance.ask("mail.urgent", Attempted.of("e3", "mail.urgent")))
        .as("in other instances")
        .isEqualTo(Entry.RUN);
  }

  @Test
  void theEventsThatRanMeanwhile_areHeldToo() {
    fail(10);
    assertThat(holdsBack(refused())).isTrue();

    instance.ran("a", refused());
    assertThat(holdsBack(refused())).isTrue();
  }

  @Test
  void fewFailures_areDeadLettered() {
    fail(9);

    assertThat(holdsBack(refused())).isFalse();
    assertThat(instance.ask("a")).isEqualTo(Entry.RUN);
    assertThat(control.state().paused()).isEmpty();
  }

  @Test
  void failuresThatDiffer_areDeadLettered_untilTheShareIsReached() {
    fail(11);
    for (int i = 0; i < 3; i++) {
      instance.ran("a", new ArithmeticException("by zero"));
    }
    assertThat(holdsBack(refused())).as("11 of 14").isFalse();

    fail(1);
    assertThat(holdsBack(refused())).as("12 of 15").isTrue();
  }

  @Test
  void messagesThatDiffer_areAlike() {
    for (int i = 0; i < 10; i++) {
      instance.ran("a", refused("user-" + i + " cannot be reached"));
    }
    assertThat(holdsBack(refused())).isTrue();
  }

  @Test
  void oldFailures_ageOut() {
    for (int i = 0; i < 30; i++) {
      fail(1);
      time.pass(Duration.ofSeconds(7));
    }
    assertThat(holdsBack(refused())).isFalse();
  }

  @Test
  void afterResume_theWindowBeginsAnew() {
    fail(10);
    assertThat(holdsBack(refused())).isTrue();

    control.takeBack(control.state().paused().get("a"));

    assertThat(instance.ask("a")).isEqualTo(Entry.RUN);
    assertThat(instance.metrics.paused).containsEntry("a alike_failures", false);
    assertThat(holdsBack(refused())).isFalse();
    fail(10);
    assertThat(holdsBack(refused())).isTrue();
  }

  @Test
  void aHandlerWithoutTheRule_holdsNothingBack() {
    for (int i = 0; i < 20; i++) {
      instance.ran("other", refused());
    }
    assertThat(instance.guards.holdsBackDeadLetter(instance.handler("other"), "other", refused()))
        .isFalse();
  }

  @Test
  void aPauseThatCannotBeSaid_holdsHere_forAMinute() {
    Instance alone = new Instance("one", Rules.alike("a"), new DeafControl(), time);
    for (int i = 0; i < 10; i++) {
      alone.ran("a", refused());
    }
    assertThat(alone.guards.holdsBackDeadLetter(alone.handler("a"), "a", refused())).isTrue();

    assertThat(alone.ask("a")).isEqualTo(PAUSED);
    time.passUntil(alone.askAgainAtMs("a", time.nowMs()));
    assertThat(alone.ask("a")).isEqualTo(Entry.RUN);
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      instance.ran("a", refused());
    }
  }

  private boolean holdsBack(Throwable failure) {
    return instance.guards.holdsBackDeadLetter(instance.handler("a"), "a", failure);
  }

  private static IllegalStateException refused() {
    return refused("refused");
  }

  private static IllegalStateException refused(String message) {
    return new IllegalStateException(message);
  }

  /** Says nothing on. */
  private static final class DeafControl implements Control {
    @Override
    public ControlState state() {
      return ControlState.nothing();
    }

    @Override
    public void follow(Consumer<ControlState> follower) {
      follower.accept(state());
    }

    @Override
    public void say(ControlRecord record) {}

    @Override
    public void takeBack(ControlRecord record) {}
  }
}
