package io.sluice.processor.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.processor.control.LocalControl;
import io.sluice.processor.dispatch.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Two instances with one breaker, and whatever may happen to their attempts. */
final class BreakerPropertyTest {
  private final Instance.Time time = new Instance.Time();
  private final LocalControl control = new LocalControl();

  @Property(tries = 300)
  void openLetsNobodyIn_halfOpenAFew_andBothEndUpAlike(
      @ForAll @Size(min = 20, max = 300) List<@IntRange(max = 999) Integer> script) {
    List<Instance> instances =
        List.of(
            new Instance("one", Rules.withBreaker("a"), control, time),
            new Instance("two", Rules.withBreaker("a"), control, time));
    int[] tried = new int[2];
    for (int step : script) {
      int at = step % 2;
      Instance instance = instances.get(at);
      String before = state(instance);
      Entry entry = instance.ask("a");
      String after = state(instance);
      if (before.equals("closed")) {
        assertThat(entry).isEqualTo(Entry.RUN);
      } else if (after.equals("open")) {
        assertThat(entry).isEqualTo(new Entry.Hold("breaker_open"));
        assertThat(instance.askAgainAtMs("a", time.nowMs())).isGreaterThan(time.nowMs());
      } else if (entry.equals(Entry.PROBE)) {
        tried[at] = before.equals("open") ? 1 : tried[at] + 1;
        assertThat(tried[at]).isLessThanOrEqualTo(3);
      }
      if (entry instanceof Entry.Run) {
        end(instance, step, at, tried);
      }
      time.pass(Duration.ofMillis(step % 7 == 0 ? 10_000 : step));
    }
    assertHeals(instances);
  }

  /** Fails, succeeds, or does not run at all. */
  private void end(Instance instance, int step, int at, int[] tried) {
    switch (step % 5) {
      case 0, 1 -> instance.ran("a", new IllegalStateException("no"));
      case 2, 3 -> instance.ran("a", null);
      default -> {
        instance.didNotRun(Attempted.of("event", "a"), Entry.PROBE);
        tried[at]--;
      }
    }
  }

  /** Once nothing fails any more both are closed before long, whatever happened. */
  private void assertHeals(List<Instance> instances) {
    for (int i = 0; i < 200; i++) {
      time.pass(Duration.ofSeconds(1));
      instances.forEach(instance -> instance.tries("a", null));
    }
    List<String> states = new ArrayList<>();
    instances.forEach(instance -> states.add(state(instance)));
    assertThat(states).containsExactly("closed", "closed");
  }

  private static String state(Instance instance) {
    return String.valueOf(instance.guards.views().get(0).breaker());
  }
}
