package io.sluice.producer;

import java.time.Instant;

/**
 * Where a published workflow landed.
 *
 * @param id the workflow's id, as given or as made by the publisher; publishing again with it is
 *     safe
 * @param topic {@code <pipeline>.workflow}
 * @param steps how many events it is
 * @param records how many records its definition took, which became readable all at once
 * @param timestamp of the records, to the millisecond
 */
public record WorkflowReceipt(
    String id, String topic, int partition, int steps, int records, Instant timestamp) {}
