package io.sluice.cli.demo;

/** What the demo has in store for an event. */
enum Fate {
  /** Its handler succeeds at the first attempt. */
  SUCCEEDS(0),
  /** Its first attempt fails. */
  FAILS_ONCE(1),
  /** Its first two attempts fail. */
  FAILS_TWICE(2),
  /** Every attempt fails until the cause is removed. */
  ALWAYS_FAILS(0),
  /** It was published too late to be of use. */
  EXPIRED(0),
  /** It is not to be run before a time to come. */
  DELAYED(0);

  private final int failures;

  Fate(int failures) {
    this.failures = failures;
  }

  /** How many attempts fail before one succeeds; 0 also where none ever does. */
  int failures() {
    return failures;
  }

  /** Is it tried more than once? */
  boolean isRetried() {
    return failures > 0 || this == ALWAYS_FAILS;
  }
}
