package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whoever reads committed records sees one follow-up of every event, and nothing else. */
final class EmittedExactlyOnce implements Promise {
  @Override
  public void check(Evidence evidence) {
    Map<NumberedEvent, Integer> times = new HashMap<>();
    evidence.emitted().forEach(it -> times.merge(it.event(), 1, Integer::sum));

    Map<NumberedEvent, Integer> moreThanOnce =
        times.entrySet().stream()
            .filter(it -> it.getValue() > 1)
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    assertThat(moreThanOnce).as("events emitted more than once").isEmpty();
    assertThat(without(evidence.published(), times.keySet())).as("never emitted").isEmpty();
    assertThat(without(times.keySet(), evidence.published())).as("never published").isEmpty();
  }

  private static Set<NumberedEvent> without(Set<NumberedEvent> all, Set<NumberedEvent> some) {
    Set<NumberedEvent> rest = new HashSet<>(all);
    rest.removeAll(some);
    return rest;
  }
}
