package io.sluice.processor.topics;

import io.sluice.processor.config.TopicsConfig;
import io.sluice.schema.TopicNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** How each topic of a pipeline is made. */
record OwnTopics(TopicNames names, TopicsConfig config) {
  /**
   * What a source accepts must be accepted here too, with the headers that tell what went wrong: a
   * dead letter that is refused would stop its task.
   */
  static final int MAX_RECORD_BYTES = 16 * 1024 * 1024;

  /**
   * Of each instance only the last report counts, and of one that is gone none after a day. Every
   * few seconds there is one, so they are compacted early; else whoever reads them reads hours.
   */
  private static final Map<String, String> SOON_OUTDATED =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE,
          TopicConfig.RETENTION_MS_CONFIG,
          Long.toString(Duration.ofDays(1).toMillis()),
          TopicConfig.SEGMENT_MS_CONFIG,
          Long.toString(Duration.ofMinutes(10).toMillis()),
          TopicConfig.SEGMENT_BYTES_CONFIG,
          Integer.toString(4 * 1024 * 1024),
          TopicConfig.DELETE_RETENTION_MS_CONFIG,
          Long.toString(Duration.ofMinutes(10).toMillis()),
          TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
          "0.1");

  /**
   * The topics.
   *
   * @param partitions what the retry topic needs; of those that follow it too
   * @param workflowPartitions of the topic of workflows
   */
  List<NewTopic> all(int partitions, int workflowPartitions) {
    return List.of(
        // What waits for a retry must outlast a stopped pipeline as surely as a dead letter does.
        topic(names.retry(), partitions, kept(config.deadLetterRetention())),
        deadLetters(partitions),
        topic(names.status(), partitions, kept(config.statusRetention())),
        topic(names.workflow(), workflowPartitions, kept(config.deadLetterRetention())),
        topic(
            names.control(),
            1,
            Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)),
        topic(names.instances(), 1, SOON_OUTDATED));
  }

  /** The topic of the dead letters alone. */
  NewTopic deadLetters(int partitions) {
    return topic(names.dlq(), partitions, kept(config.deadLetterRetention()));
  }

  /**
   * Retention counts from the time of writing. Counted from the record's own time, an old event
   * that is replayed would be past its retention on arrival, and one dated in the future would be
   * refused by the broker.
   */
  private static Map<String, String> kept(Duration retention) {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        TopicConfig.CLEANUP_POLICY_DELETE,
        TopicConfig.RETENTION_MS_CONFIG,
        Long.toString(retention.toMillis()),
        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
        "LogAppendTime",
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
        Integer.toString(MAX_RECORD_BYTES));
  }

  private NewTopic topic(String name, int partitions, Map<String, String> settings) {
    short copies = config.replicationFactor();
    Optional<Short> replication = copies == -1 ? Optional.empty() : Optional.of(copies);
    return new NewTopic(name, Optional.of(partitions), replication).configs(settings);
  }
}
