package io.sluice.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.examples.FakeContext;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class FlakyHandlerTest {
  private final DemoFaults faults = new DemoFaults();
  private final EffectLog effects = new EffectLog();
  private final AtomicInteger runs = new AtomicInteger();
  private final FlakyHandler<String> handler =
      new FlakyHandler<>((data, context) -> runs.incrementAndGet(), faults, effects);

  @Test
  void withoutLabels_succeedsAtOnce() throws Exception {
    handler.handle("", FakeContext.of("evt-1"));

    assertThat(effects.times("evt-1")).isEqualTo(1);
    assertThat(runs).hasValue(1);
  }

  @Test
  void failFirst_failsThatManyAttempts_thenSucceeds_withOneEffect() throws Exception {
    FakeContext context = FakeContext.of("evt-1").label(DemoFaults.FAIL_FIRST, "2");

    assertThatThrownBy(() -> handler.handle("", context)).isInstanceOf(SimulatedFailure.class);
    assertThatThrownBy(() -> handler.handle("", context.attempt(2)))
        .hasMessage("planned to fail: attempt 2 of 2");
    handler.handle("", context.attempt(3));

    assertThat(effects.times("evt-1")).isEqualTo(1);
    assertThat(runs).hasValue(1);
  }

  @Test
  void failAlways_failsUntilTheCauseIsRemoved() throws Exception {
    FakeContext context = FakeContext.of("evt-1").label(DemoFaults.FAIL_ALWAYS, "true");

    assertThatThrownBy(() -> handler.handle("", context.attempt(99)))
        .isInstanceOf(SimulatedFailure.class);
    assertThat(effects.events()).isZero();
    faults.removeCause();
    handler.handle("", context);

    assertThat(effects.times("evt-1")).isEqualTo(1);
  }

  @Test
  void effectsAppliedTwice_areSeen() throws Exception {
    handler.handle("", FakeContext.of("evt-1"));
    handler.handle("", FakeContext.of("evt-1"));
    handler.handle("", FakeContext.of("evt-2"));

    assertThat(effects.events()).isEqualTo(2);
    assertThat(effects.appliedTwice()).isEqualTo(1);
  }
}
