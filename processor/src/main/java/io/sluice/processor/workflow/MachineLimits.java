package io.sluice.processor.workflow;

import java.time.Duration;

/**
 * How much the machine does and keeps.
 *
 * @param maxResultsBytes the most that a step is given of the results before it, bytes
 * @param retention how long a workflow that failed waits for a replay
 * @param remembered how long the id of one that is over is remembered, so that it is not begun
 *     again by a publisher that tries again
 * @param sliceNodes how many nodes are begun, or deleted, at a time
 */
public record MachineLimits(
    int maxResultsBytes, Duration retention, Duration remembered, int sliceNodes) {}
