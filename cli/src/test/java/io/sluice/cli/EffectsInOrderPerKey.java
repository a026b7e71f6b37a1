package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every event has had its effect, and the first effects of a key's events came one after the other,
 * in the order in which the events were sent: none began before the one before it had ended. The
 * first effect of an event is the one that ended first: where a partition has moved while a handler
 * ran, what it did in its old place may end later than the same in the new one.
 *
 * <pre>
 * kept:    1 2 3      1 2 [kill] 2 3      1 2 3 [kill] 2 3 4
 * broken:  1 3 2      1 2 [kill] 3        1 and 2 at once
 * </pre>
 */
final class EffectsInOrderPerKey implements Promise {
  @Override
  public void check(Evidence evidence) {
    Map<NumberedEvent, List<Effect>> effects = evidence.successes();
    assertThat(evidence.published().stream().filter(it -> !effects.containsKey(it)).toList())
        .as("events without an effect")
        .isEmpty();

    Map<String, Effect> last = new HashMap<>();
    List<String> violations = new ArrayList<>();
    effects.values().stream()
        .map(all -> all.get(0))
        .sorted(Comparator.comparing(Effect::end).thenComparing(it -> it.event().sequence()))
        .forEach(
            next -> {
              Effect before = last.put(next.event().key(), next);
              if (before != null && !follows(before, next)) {
                violations.add(before + " then " + next);
              }
            });
    assertThat(violations).as("effects out of order").isEmpty();
  }

  private static boolean follows(Effect before, Effect next) {
    return next.event().sequence() > before.event().sequence()
        && !next.start().isBefore(before.end());
  }
}
