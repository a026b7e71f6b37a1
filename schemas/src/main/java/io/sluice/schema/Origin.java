package io.sluice.schema;

/**
 * Where an event was first read.
 *
 * @param timestampMs the record's timestamp there, ms since the epoch
 */
public record Origin(String topic, int partition, long offset, long timestampMs) {

  /** {@code topic/partition/offset}: the id of a record whose envelope cannot be read. */
  public String syntheticId() {
    return topic + "/" + partition + "/" + offset;
  }
}
