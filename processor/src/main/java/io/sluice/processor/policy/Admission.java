package io.sluice.processor.policy;

import org.jspecify.annotations.Nullable;

/** May this event run now? The decision of the gate, as a value. */
public sealed interface Admission {
  /** It may run now. */
  record Run() implements Admission {}

  /**
   * It waits in the delay store.
   *
   * @param dueAtMs until when, ms since the epoch
   */
  record HoldUntil(long dueAtMs) implements Admission {}

  /** Its time is over. */
  record Expire() implements Admission {}

  /**
   * Decides by time alone. An event that is due only after it has expired is held until it expires,
   * so that it is settled then and not later.
   *
   * @param dueAtMs not to be run before, ms since the epoch; null: at once
   * @param expiresAtMs not to be run at or after, ms since the epoch; null: never expires
   * @param nowMs now, ms since the epoch
   */
  static Admission at(@Nullable Long dueAtMs, @Nullable Long expiresAtMs, long nowMs) {
    if (expiresAtMs != null && expiresAtMs <= nowMs) {
      return new Expire();
    }
    if (dueAtMs == null || dueAtMs <= nowMs) {
      return new Run();
    }
    return new HoldUntil(expiresAtMs == null ? dueAtMs : Math.min(dueAtMs, expiresAtMs));
  }
}
