package io.sluice.cli.demo;

/** One record of the demo, in the order in which they are sent. */
sealed interface Step {
  /** An event for the first time. */
  record Publish(PlannedEvent event) implements Step {}

  /** The same event, same id and same bytes, once more. */
  record Repeat(PlannedEvent event) implements Step {}

  /**
   * Bytes that cannot be decoded.
   *
   * @param seed what makes these bytes the same in every run of one plan
   */
  record Spoil(Garbage kind, long seed) implements Step {}
}
