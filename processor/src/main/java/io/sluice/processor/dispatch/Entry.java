package io.sluice.processor.dispatch;

/** May an attempt begin now? The answer of a {@link Doorkeeper}, as a value. */
public sealed interface Entry {
  /** It may, and its end is to be told. */
  Run RUN = new Run(false, false);

  /** It may, to see whether a circuit breaker can be closed again; its end is to be told. */
  Run PROBE = new Run(true, false);

  /** Its event was withdrawn. */
  Entry CANCELLED = new Cancelled();

  /**
   * It may begin now.
   *
   * @param probe true if it is let in through a half-open circuit breaker: where it fails, it has
   *     only found out that what it needs is still away, which is not counted as an attempt
   * @param reserved true if it may go to a worker, and what it takes to begin is reserved for it
   */
  record Run(boolean probe, boolean reserved) implements Entry {}

  /** Its event is withdrawn: it never begins. */
  record Cancelled() implements Entry {}

  /**
   * It waits, in order with the others of its type, until the doorkeeper lets it in.
   *
   * @param why in one word: paused, breaker_open, rate_limit
   */
  record Hold(String why) implements Entry {}

  /**
   * It waits for a time that is known.
   *
   * @param why in one word: rate_limit
   * @param dueAtMs until when, ms since the epoch
   */
  record HoldUntil(String why, long dueAtMs) implements Entry {}
}
