package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The follow-ups of a key lie in one partition, in the order in which their causes were sent. */
final class EmittedInOrderPerKey implements Promise {
  @Override
  public void check(Evidence evidence) {
    Map<String, Emitted> last = new HashMap<>();
    List<String> violations = new ArrayList<>();
    for (Emitted next : evidence.emitted()) {
      Emitted before = last.put(next.event().key(), next);
      if (before != null && !follows(before, next)) {
        violations.add(before + " then " + next);
      }
    }
    assertThat(violations).as("follow-ups out of order").isEmpty();
  }

  private static boolean follows(Emitted before, Emitted next) {
    return next.partition() == before.partition()
        && next.offset() > before.offset()
        && next.event().sequence() > before.event().sequence();
  }
}
