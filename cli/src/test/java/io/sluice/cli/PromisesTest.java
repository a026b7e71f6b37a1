package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The promises themselves: each sees what breaks it, and only that. */
final class PromisesTest {
  private static final NumberedEvent FIRST = calm(0);
  private static final NumberedEvent SECOND = calm(FIRST.sequence() + 1);
  private static final NumberedEvent THIRD = calm(SECOND.sequence() + 1);
  private static final long KILLED = 1;
  private static final long OTHER = 2;

  private final List<Emitted> emitted = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private final List<Kill> kills = new ArrayList<>();

  @Test
  void ordinaryRun_keepsAll() {
    emit(FIRST, SECOND, THIRD);
    ran(KILLED, FIRST, SECOND, THIRD);

    keeps(new EmittedExactlyOnce());
    keeps(new EmittedInOrderPerKey());
    keeps(new EffectsInOrderPerKey());
    keeps(new EffectsOnlyRepeatedWhenInFlight());
    keeps(new AttemptsSurviveCrashes());
  }

  @Test
  void killedRun_mayRepeatWhatWasInFlight() {
    emit(FIRST, SECOND, THIRD);
    ran(KILLED, FIRST, SECOND);
    kills.add(new Kill(KILLED, Set.of(FIRST)));
    ran(OTHER, SECOND, THIRD);

    keeps(new EffectsInOrderPerKey());
    keeps(new EffectsOnlyRepeatedWhenInFlight());
  }

  @Test
  void settledEvent_mayNotRunAgain() {
    ran(KILLED, FIRST, SECOND);
    kills.add(new Kill(KILLED, Set.of(FIRST)));
    ran(OTHER, FIRST, SECOND, THIRD);

    breaks(new EffectsOnlyRepeatedWhenInFlight(), "settled before a kill, and run after it");
  }

  @Test
  void effect_mayNotRepeatWithoutAKill() {
    ran(KILLED, FIRST);
    ran(OTHER, FIRST);

    breaks(new EffectsOnlyRepeatedWhenInFlight(), "its process was not killed");
  }

  @Test
  void effect_mayNotRepeatInOneProcess() {
    ran(KILLED, FIRST, FIRST);
    kills.add(new Kill(KILLED, Set.of()));

    breaks(new EffectsOnlyRepeatedWhenInFlight(), "twice in one process");
  }

  @Test
  void emittedTwiceOrNever_isSeen() {
    emit(FIRST, SECOND, SECOND, THIRD);
    breaks(new EmittedExactlyOnce(), "more than once");

    emitted.clear();
    emit(FIRST, THIRD);
    breaks(new EmittedExactlyOnce(), "never emitted");

    emitted.clear();
    emit(FIRST, SECOND, THIRD, calm(THIRD.sequence() + 1));
    breaks(new EmittedExactlyOnce(), "never published");
  }

  @Test
  void emittedOutOfOrder_isSeen() {
    emit(FIRST, THIRD, SECOND);

    breaks(new EmittedInOrderPerKey(), "out of order");
  }

  @Test
  void emittedInTwoPartitions_isSeen() {
    emitted.add(new Emitted(FIRST, 0, 0));
    emitted.add(new Emitted(SECOND, 1, 1));

    breaks(new EmittedInOrderPerKey(), "out of order");
  }

  @Test
  void effectsOutOfOrder_areSeen() {
    ran(KILLED, FIRST, THIRD, SECOND);

    breaks(new EffectsInOrderPerKey(), "effects out of order");
  }

  @Test
  void effectsAtOnce_areSeen() {
    effects.add(effect(FIRST, KILLED, 0, 10));
    effects.add(effect(SECOND, KILLED, 9, 20));
    effects.add(effect(THIRD, KILLED, 20, 30));

    breaks(new EffectsInOrderPerKey(), "effects out of order");
  }

  @Test
  void missingEffect_isSeen() {
    ran(KILLED, FIRST, SECOND);

    breaks(new EffectsInOrderPerKey(), "without an effect");
  }

  @Test
  void attemptsBegunAnew_areSeen() {
    ran(KILLED, FIRST, SECOND);
    effects.add(new Effect(THIRD, 2, true, Instant.EPOCH, Instant.EPOCH, KILLED));

    breaks(new AttemptsSurviveCrashes(), "attempts miscounted");
  }

  @Test
  void mostAtOnce_isCounted() {
    effects.add(effect(FIRST, KILLED, 0, 10));
    effects.add(effect(SECOND, KILLED, 10, 20));
    effects.add(effect(THIRD, OTHER, 15, 30));

    assertThat(evidence().mostAtOnce()).isEqualTo(2);
  }

  @Test
  void numberedEvents_spreadTheirTimesAndFailures() {
    List<NumberedEvent> many = new ArrayList<>();
    for (int i = 0; i < 30_000; i++) {
      many.add(NumberedEvent.of(i, 600));
    }

    assertThat(many).allMatch(it -> NumberedEvent.parse(it.followUpId()).equals(it));
    assertThat(many.stream().mapToLong(it -> it.handlerMs(400)).summaryStatistics())
        .satisfies(
            it -> {
              assertThat(it.getMin()).isZero();
              assertThat(it.getMax()).isEqualTo(400);
              assertThat(it.getAverage()).isBetween(190.0, 210.0);
            });
    assertThat(many.stream().filter(it -> it.failures() == 1).count()).isBetween(1_350L, 1_650L);
    assertThat(many.stream().filter(it -> it.failures() == 2).count()).isBetween(1_350L, 1_650L);
  }

  private void keeps(Promise promise) {
    assertThatCode(() -> promise.check(evidence())).doesNotThrowAnyException();
  }

  private void breaks(Promise promise, String how) {
    assertThatThrownBy(() -> promise.check(evidence()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(how);
  }

  private Evidence evidence() {
    return new Evidence(Set.of(FIRST, SECOND, THIRD), emitted, effects, kills);
  }

  private void emit(NumberedEvent... events) {
    for (NumberedEvent event : events) {
      emitted.add(new Emitted(event, 0, emitted.size()));
    }
  }

  private void ran(long process, NumberedEvent... events) {
    for (NumberedEvent event : events) {
      effects.add(effect(event, process, 10L * effects.size(), 10L * effects.size() + 10));
    }
  }

  private static Effect effect(NumberedEvent event, long process, long startMs, long endMs) {
    return new Effect(
        event, 1, true, Instant.ofEpochMilli(startMs), Instant.ofEpochMilli(endMs), process);
  }

  /** The first one from there on that never fails. */
  private static NumberedEvent calm(int from) {
    NumberedEvent event = new NumberedEvent("key", from);
    return event.failures() == 0 ? event : calm(from + 1);
  }
}
