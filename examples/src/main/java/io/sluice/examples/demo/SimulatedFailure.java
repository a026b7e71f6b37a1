package io.sluice.examples.demo;

/** A failure that the demo planned. */
public final class SimulatedFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SimulatedFailure(String message) {
    super(message);
  }
}
