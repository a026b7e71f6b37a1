package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An effect happens again only for an event that was in flight when its process was killed. That
 * is: no process has the effect twice, all processes but the last one that have it were killed, and
 * an event whose follow-up could be read before a kill is never run after it.
 */
final class EffectsOnlyRepeatedWhenInFlight implements Promise {
  @Override
  public void check(Evidence evidence) {
    List<String> violations = new ArrayList<>();
    Set<Long> killed = new HashSet<>();
    evidence.kills().forEach(kill -> killed.add(kill.process()));
    evidence.successes().values().forEach(effects -> check(effects, killed, violations));
    assertThat(violations).as("effects repeated without a kill").isEmpty();

    Set<Long> gone = new HashSet<>();
    for (Kill kill : evidence.kills()) {
      gone.add(kill.process());
      evidence.effects().stream()
          .filter(it -> !gone.contains(it.process()))
          .filter(it -> kill.settledBefore().contains(it.event()))
          .forEach(it -> violations.add(it + " after " + kill.process() + " had settled it"));
    }
    assertThat(violations).as("settled before a kill, and run after it").isEmpty();
  }

  private static void check(List<Effect> effects, Set<Long> killed, List<String> violations) {
    Set<Long> processes = new HashSet<>();
    for (int i = 0; i < effects.size(); i++) {
      Effect effect = effects.get(i);
      boolean isLast = i == effects.size() - 1;
      if (!processes.add(effect.process())) {
        violations.add("twice in one process: " + effects);
      } else if (!isLast && !killed.contains(effect.process())) {
        violations.add("its process was not killed: " + effects);
      }
    }
  }
}
