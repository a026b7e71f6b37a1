package io.sluice.replay;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What a replay did, or in a dry run would do. Counts letters that were committed, no others.
 *
 * @param topic the dead-letter topic
 * @param run id of this replay, kept with each letter's state
 * @param dryRun true: nothing was written
 * @param ended why it ended where it did
 * @param alreadyHandled letters passed by because an earlier replay had moved them
 * @param notChosen letters passed by because the filter does not want them
 * @param replayed letters moved
 * @param destinations letters moved, by where to; partition -1: any, for letters without a key
 * @param endOffsets up to where the dead-letter topic was read; what came later was left alone
 */
public record ReplayReport(
    DeadLetterTopic topic,
    String run,
    boolean dryRun,
    Ended ended,
    long alreadyHandled,
    long notChosen,
    long replayed,
    Map<TopicPartition, Long> destinations,
    Map<Integer, Long> endOffsets) {

  /** Why a replay ended. */
  public enum Ended {
    /** Every letter up to the end was considered. */
    COMPLETE,
    /** The limit was reached. */
    LIMIT,
    /** It was asked to stop. */
    STOPPED
  }
}
