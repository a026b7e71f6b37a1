package io.sluice.bench.measure;

/** The ways to measure. */
public enum Program {
  /** Handle what is on the topic. */
  DRAIN(new DrainMeasurement()),
  /** Handle events that come one by one, and tell how long after publishing. */
  LATENCY(new LatencyMeasurement()),
  /** Handle events that are to wait, and tell how late they ran. */
  LATENESS(new LatenessMeasurement()),
  /** Move dead letters back into flow. */
  REPLAY(new ReplayMeasurement()),
  /** Fill the state stores, then stay until told to stop. */
  FILL(new FillMeasurement()),
  /** Start on what is in the state stores, tell when the first event was handled, and stay. */
  RESTART(new RestartMeasurement()),
  /** Handle what the parent publishes, for long, and watch the memory. */
  SOAK(new SoakMeasurement());

  private final Measurement measurement;

  Program(Measurement measurement) {
    this.measurement = measurement;
  }

  Measurement measurement() {
    return measurement;
  }
}
