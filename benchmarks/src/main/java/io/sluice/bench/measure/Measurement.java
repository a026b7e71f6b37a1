package io.sluice.bench.measure;

import java.time.Clock;

/** One way to measure. Has no state: everything is in the assignment. */
interface Measurement {
  /**
   * Measures, and stops what it started.
   *
   * @param profile of the part that counts
   * @param parent told what was found; asked when to stop, by those that stay
   */
  void measure(Assignment assignment, Profile profile, ParentLink parent, Clock clock)
      throws Exception;
}
