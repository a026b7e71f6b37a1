package io.sluice.replay;

import java.util.Map;

/**
 * A topic that is to be there.
 *
 * @param settings of the topic, by Kafka's names
 */
record TopicWish(String name, int partitions, short replication, Map<String, String> settings) {
  private static final int MOST_OF_A_LETTER = 16 * 1024 * 1024;

  /** Letters as they were changed are kept in the audit, a transaction's worth in one record. */
  private static final int MOST_OF_AN_AUDIT_RECORD = 32 * 1024 * 1024;

  private static final long A_YEAR_MS = 365L * 24 * 60 * 60 * 1000;

  /** Which letters have been handled; kept for as long as they are. */
  static TopicWish state(String name, TopicFacts letters) {
    return new TopicWish(name, 1, letters.replication(), Map.of("cleanup.policy", "compact"));
  }

  static TopicWish audit(String name, TopicFacts letters) {
    return new TopicWish(
        name, 1, letters.replication(), kept(Long.toString(A_YEAR_MS), MOST_OF_AN_AUDIT_RECORD));
  }

  /** Kept until somebody deals with them: they are there because nothing else helped. */
  static TopicWish parking(String name, TopicFacts letters) {
    return new TopicWish(
        name, letters.partitions(), letters.replication(), kept("-1", MOST_OF_A_LETTER));
  }

  private static Map<String, String> kept(String retentionMs, int mostBytes) {
    return Map.of(
        "cleanup.policy",
        "delete",
        "retention.ms",
        retentionMs,
        "message.timestamp.type",
        "LogAppendTime",
        "max.message.bytes",
        Integer.toString(mostBytes));
  }
}
