package io.sluice.schema;

import java.util.List;
import java.util.Objects;

/** One event of a workflow, published when its turn comes. Immutable. */
public final class Step implements WorkflowPart {
  private final EventDraft draft;
  private final boolean immutable;

  Step(EventDraft draft, boolean immutable) {
    this.draft = Objects.requireNonNull(draft, "draft");
    this.immutable = immutable;
  }

  /** The same step, which is not given the results of the steps before it. */
  public Step immutable() {
    return new Step(draft, true);
  }

  public EventDraft draft() {
    return draft;
  }

  public boolean isImmutable() {
    return immutable;
  }

  @Override
  public List<WorkflowPart> parts() {
    return List.of();
  }

  @Override
  public long nodes() {
    return 1;
  }

  @Override
  public String toString() {
    return "Step[" + draft + (immutable ? ", immutable]" : "]");
  }
}
