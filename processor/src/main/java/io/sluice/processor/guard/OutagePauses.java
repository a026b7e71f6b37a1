package io.sluice.processor.guard;

import io.sluice.processor.control.ControlRecord;
import io.sluice.processor.control.ControlState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The pauses that this instance has asked for and that are not yet heard back: they hold at once.
 * One that is never heard back, for it could not be said, ends by itself; if the outage goes on it
 * is found again. Not thread-safe.
 */
final class OutagePauses {
  private static final long PATIENCE_MS = 60_000;

  private final Map<String, Long> untilMs = new HashMap<>();

  /** True if it is a new one. */
  boolean add(String pattern, long nowMs) {
    return untilMs.put(pattern, nowMs + PATIENCE_MS) == null;
  }

  /** Those that were heard are left to the control topic from now on. */
  void heard(ControlState state) {
    untilMs.keySet().removeAll(state.paused().keySet());
  }

  /** All that is paused: heard, or not yet. */
  Set<String> with(Map<String, ControlRecord.Pause> heard, long nowMs) {
    untilMs.values().removeIf(until -> until <= nowMs);
    Set<String> all = new HashSet<>(heard.keySet());
    all.addAll(untilMs.keySet());
    return all;
  }

  /** When the next of them ends by itself; the largest number: none. */
  long nextEndMs() {
    return untilMs.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
  }
}
