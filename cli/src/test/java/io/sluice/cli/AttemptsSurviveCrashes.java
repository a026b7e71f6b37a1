package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * An event that is meant to fail n times has failed in attempts 1 to n, and succeeds in attempt n +
 * 1, whatever was killed in between. An attempt that was cut off counts as none.
 */
final class AttemptsSurviveCrashes implements Promise {
  @Override
  public void check(Evidence evidence) {
    Map<NumberedEvent, Set<Integer>> failed = new HashMap<>();
    Map<NumberedEvent, Set<Integer>> succeeded = new HashMap<>();
    for (Effect effect : evidence.effects()) {
      (effect.succeeded() ? succeeded : failed)
          .computeIfAbsent(effect.event(), event -> new TreeSet<>())
          .add(effect.attempt());
    }
    List<String> violations =
        evidence.published().stream()
            .filter(
                it ->
                    failed.getOrDefault(it, Set.of()).size() != it.failures()
                        || !Set.of(it.failures() + 1).equals(succeeded.get(it)))
            .map(
                it ->
                    it
                        + " is to fail "
                        + it.failures()
                        + " times; failed attempts: "
                        + failed.get(it)
                        + ", succeeded: "
                        + succeeded.get(it))
            .toList();
    assertThat(violations).as("attempts miscounted").isEmpty();
  }
}
