package io.sluice.processor.workflow;

import io.sluice.schema.avro.StepResult;

/**
 * What makes a workflow go on.
 *
 * @param nowMs when, ms since the epoch
 * @param causationId the event that was settled; empty: none
 * @param node the node that it is about; -1: none
 * @param why the outcome of that step in a word, or deadline
 */
record Trigger(long nowMs, String causationId, int node, String why) {
  /** One that no step and no deadline has a part in. */
  static Trigger of(long nowMs, String causationId) {
    return new Trigger(nowMs, causationId, -1, "");
  }

  /** What the step that is run on failure is given: the outcome that the workflow failed for. */
  StepResult result(Case workflow) {
    String outcome = workflow.peek(node).isStep() ? why : "failed";
    return new StepResult(workflow.eventId(node), outcome, null, false, null);
  }

  /** What the workflow failed for, for a person. */
  String message(Case workflow) {
    Node about = workflow.peek(node);
    if (about.isStep()) {
      String event = workflow.eventId(node);
      return "step " + node + " (" + about.type + ", event " + event + ") is " + why;
    }
    return "group "
        + node
        + " had "
        + about.succeeded
        + " of "
        + about.children
        + " members succeeded, and "
        + about.failed
        + " failed, at its deadline";
  }
}
