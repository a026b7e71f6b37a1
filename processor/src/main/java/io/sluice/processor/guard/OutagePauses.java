package io.sluice.processor.guard;

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

  /** The patterns of the handlers that are paused so now; the caller's own copy. */
  Set<String> now(long nowMs) {
    untilMs.values().removeIf(until -> until <= nowMs);
    return new HashSet<>(untilMs.keySet());
  }

  /** When the next of them ends by itself; the largest number: none. */
  long nextEndMs() {
    return untilMs.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
  }
}
