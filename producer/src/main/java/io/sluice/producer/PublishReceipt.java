package io.sluice.producer;

import java.time.Instant;

/**
 * Where a published event landed.
 *
 * @param id the event's id, as given or as made by the publisher; publishing again with it is safe
 * @param offset position within the partition
 * @param timestamp of the record, to the millisecond
 */
public record PublishReceipt(
    String id, String topic, int partition, long offset, Instant timestamp) {}
