package io.sluice.processor.config;

import java.time.Duration;

/**
 * How much is kept of workflows and results.
 *
 * @param maxResultBytes the most that one handler may return, bytes of its encoded result
 * @param maxResultsBytes the most that a step is given of the results before it, bytes; what is
 *     more is left out, and told as such
 * @param retention how long a workflow that failed waits for a replay of its dead steps
 * @param partitions how many {@code <pipeline>.workflow} is made with: how many threads can keep
 *     workflows at once. Each is a task more for Kafka Streams to look after, whether there are
 *     workflows or not: one a source partition cost 7 % of the speed of events without work
 */
public record WorkflowsConfig(
    int maxResultBytes, int maxResultsBytes, Duration retention, int partitions) {
  /** What still fits the pipeline's own topics, with the event around it. */
  private static final int MOST_BYTES = 12 * 1024 * 1024;

  /** Refuses what would let nothing through, or more than the topics take. */
  public WorkflowsConfig {
    new Checks()
        .between(maxResultBytes, 1, MOST_BYTES, "max_result_bytes")
        .between(maxResultsBytes, 1, MOST_BYTES, "max_results_bytes")
        .positive(retention, "retention")
        .atLeast(partitions, 1, "partitions")
        .done();
  }

  /** 64 KiB a result, 4 MiB a step, 30 days, and 2 partitions. */
  public static WorkflowsConfig defaults() {
    return new WorkflowsConfig(64 * 1024, 4 * 1024 * 1024, Duration.ofDays(30), 2);
  }
}
