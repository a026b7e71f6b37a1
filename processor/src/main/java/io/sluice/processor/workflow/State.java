package io.sluice.processor.workflow;

/** Where a step, chain or group stands. */
enum State {
  /** Not begun, or begun and not decided. */
  OPEN,
  /** For good. */
  SUCCEEDED,
  /** Until a dead step in it is replayed and succeeds. */
  FAILED
}
