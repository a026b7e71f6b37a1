package io.sluice.bench.report;

/** How a run ended. */
public enum Outcome {
  /** Measured, and everything as promised. */
  OK,
  /** Measured or not: something was lost, doubled or out of order, or it broke down. */
  FAILED,
  /** Killed when its time was over. */
  DID_NOT_FINISH,
  /** Not run: this build or this machine does not have what it needs. */
  NOT_AVAILABLE
}
