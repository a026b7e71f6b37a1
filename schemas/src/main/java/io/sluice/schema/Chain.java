package io.sluice.schema;

import java.util.List;

/** Parts that run one after another, each when the one before has succeeded. Immutable. */
public final class Chain implements WorkflowPart {
  private final List<WorkflowPart> parts;
  private final long nodes;

  /**
   * @throws IllegalArgumentException when there is none
   */
  Chain(List<? extends WorkflowPart> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a chain must have one part or more, found none");
    }
    this.parts = List.copyOf(parts);
    this.nodes = Workflow.nodesOf(this.parts);
  }

  @Override
  public List<WorkflowPart> parts() {
    return parts;
  }

  @Override
  public long nodes() {
    return nodes;
  }

  /** Shallow, since a chain may be nested too deep for a text. */
  @Override
  public String toString() {
    return "Chain[" + parts.size() + (parts.size() == 1 ? " part]" : " parts]");
  }
}
