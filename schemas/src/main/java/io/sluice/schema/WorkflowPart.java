package io.sluice.schema;

import java.util.List;

/**
 * What a workflow is put together from: steps, one after another (chain) or at once (group), to any
 * depth. Immutable; one part may stand in several places. Made by the factories of {@link
 * Workflow}.
 */
public sealed interface WorkflowPart permits Step, Chain, Group {

  /** What it is put together from, in order; empty for a step. */
  List<WorkflowPart> parts();

  /** How many steps, chains and groups it is, itself counted. */
  long nodes();
}
