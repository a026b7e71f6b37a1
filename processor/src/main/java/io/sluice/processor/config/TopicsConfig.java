package io.sluice.processor.config;

import java.time.Duration;

/**
 * How the pipeline makes its own topics. Read when a topic is made; a topic that is there already
 * is left as it is.
 *
 * @param replicationFactor copies of each partition; -1 leaves it to the broker's default
 * @param deadLetterRetention how long dead letters are kept, and events that wait for a retry while
 *     the pipeline is stopped
 * @param statusRetention how long the statuses of events are kept
 */
public record TopicsConfig(
    short replicationFactor, Duration deadLetterRetention, Duration statusRetention) {
  /** Refuses a replication factor of 0 and retentions that keep nothing. */
  public TopicsConfig {
    new Checks()
        .require(
            replicationFactor == -1 || replicationFactor >= 1,
            "replication_factor",
            "must be 1 or more, or -1 for the broker's default, found " + replicationFactor)
        .positive(deadLetterRetention, "dead_letter_retention")
        .positive(statusRetention, "status_retention")
        .done();
  }

  /** The broker's replication factor; dead letters 30 days, statuses 7 days. */
  public static TopicsConfig defaults() {
    return new TopicsConfig((short) -1, Duration.ofDays(30), Duration.ofDays(7));
  }
}
