package io.sluice.cli;

/** Something that Sluice promises, as a test can check it after the fact. */
@FunctionalInterface
interface Promise {
  /**
   * Looks for what breaks the promise.
   *
   * @throws AssertionError with the events that break it
   */
  void check(Evidence evidence);
}
