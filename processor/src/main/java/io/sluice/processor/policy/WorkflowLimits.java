package io.sluice.processor.policy;

import java.time.Duration;

/**
 * Whether workflows are carried out, and how much is kept of them and of results.
 *
 * @param carriedOut false: the pipeline's guarantee is too weak for them, and all are refused
 * @param maxResultBytes the most that one handler may return, bytes of its encoded result
 * @param maxResultsBytes the most that a step is given of the results before it, bytes
 * @param retention how long a workflow that failed waits for a replay of its dead steps
 */
public record WorkflowLimits(
    boolean carriedOut, int maxResultBytes, int maxResultsBytes, Duration retention) {
  /**
   * Why they may not be. A crash could keep the state by which a step has begun, and lose its
   * event: only a transaction keeps the two together.
   */
  public static final String WHY_REFUSED =
      "workflows need guarantee: exactly_once; this pipeline runs with at_least_once, under which a"
          + " crash could lose a step for ever";

  /** They are carried out; 64 KiB a result, 4 MiB a step, and 30 days. */
  public static WorkflowLimits defaults() {
    return new WorkflowLimits(true, 64 * 1024, 4 * 1024 * 1024, Duration.ofDays(30));
  }
}
