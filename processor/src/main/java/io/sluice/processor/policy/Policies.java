package io.sluice.processor.policy;

import java.time.Duration;
import java.util.Map;

/**
 * Every decision a pipeline makes by rule.
 *
 * @param records what of its bookkeeping a pipeline keeps
 * @param retry the policy where a handler has none of its own
 * @param retryByHandler a handler's own policy, by the text of its type pattern
 * @param ordering what holds for events of one key
 * @param limits how much runs at once
 * @param workflows whether workflows are carried out, and how much is kept of them
 */
public record Policies(
    Bookkeeping records,
    RetryPolicy retry,
    Map<String, RetryPolicy> retryByHandler,
    Ordering ordering,
    Limits limits,
    WorkflowLimits workflows) {

  /**
   * What a pipeline remembers of its events.
   *
   * @param dedupe true: an id is accepted once within the window
   * @param dedupeWindow how long an id is remembered; positive
   * @param status true: every outcome is told on the status topic
   * @param stackTraceBytes how much of an error's stack trace is kept, bytes; 0: none
   */
  public record Bookkeeping(
      boolean dedupe, Duration dedupeWindow, boolean status, int stackTraceBytes) {
    /** Refuses what cannot be. */
    public Bookkeeping {
      if (dedupeWindow.isZero() || dedupeWindow.isNegative()) {
        throw new IllegalArgumentException("dedupe window must be positive: " + dedupeWindow);
      }
      if (stackTraceBytes < 0) {
        throw new IllegalArgumentException(
            "stack_trace_bytes must be 0 or more: " + stackTraceBytes);
      }
    }
  }

  /** With the default limits of workflows. */
  public Policies(
      Bookkeeping records,
      RetryPolicy retry,
      Map<String, RetryPolicy> retryByHandler,
      Ordering ordering,
      Limits limits) {
    this(records, retry, retryByHandler, ordering, limits, WorkflowLimits.defaults());
  }

  /** Keeps its own copy. */
  public Policies {
    retryByHandler = Map.copyOf(retryByHandler);
  }

  /** The policy of the handler registered for a type pattern. */
  public RetryPolicy retryOf(String typePattern) {
    return retryByHandler.getOrDefault(typePattern, retry);
  }
}
