package io.sluice.schema;

/**
 * A step of a workflow was refused as {@link EventCodec#encode} would have refused its event; the
 * message begins with where it stands: {@code chain[1].group[0] (image.thumbnail): …}.
 */
public final class StepRefusedException extends EventFormatException {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  StepRefusedException(String step, EventFormatException refusal) {
    super(step + ": " + refusal.getMessage(), refusal);
    this.passing = refusal.isPassing();
  }

  @Override
  public boolean isPassing() {
    return passing;
  }
}
