package io.sluice.processor.policy;

import java.time.Duration;

/**
 * How much is kept of workflows and results.
 *
 * @param maxResultBytes the most that one handler may return, bytes of its encoded result
 * @param maxResultsBytes the most that a step is given of the results before it, bytes
 * @param retention how long a workflow that failed waits for a replay of its dead steps
 */
public record WorkflowLimits(int maxResultBytes, int maxResultsBytes, Duration retention) {
  /** 64 KiB a result, 4 MiB a step, and 30 days. */
  public static WorkflowLimits defaults() {
    return new WorkflowLimits(64 * 1024, 4 * 1024 * 1024, Duration.ofDays(30));
  }
}
