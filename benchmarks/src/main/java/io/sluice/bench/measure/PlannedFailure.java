package io.sluice.bench.measure;

/**
 * A handler's failure that belongs to the workload. Without a stack trace: that is not measured.
 */
final class PlannedFailure extends Exception {
  private static final long serialVersionUID = 1L;

  PlannedFailure() {
    super("this attempt is meant to fail", null, false, false);
  }
}
