package io.sluice.replay;

import io.sluice.replay.letter.DeadLetterTopic;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a run did, or in a dry run would do. Counts letters that were committed, no others.
 *
 * @param topic the dead-letter topic
 * @param run id of this run, kept with each letter's state and in the audit
 * @param plan id of the plan that it carried out; null: none
 * @param dryRun true: nothing was written
 * @param ended why it ended where it did
 * @param alreadyHandled letters passed by because an earlier run had dealt with them
 * @param notChosen letters passed by because the filter does not want them
 * @param fates letters chosen, by what became of them
 * @param why letters that were not simply moved, by the reason
 * @param destinations letters moved, by where to; partition -1: any, for letters without a key
 * @param endOffsets up to where the dead-letter topic was read; what came later was left alone
 */
public record ReplayReport(
    DeadLetterTopic topic,
    String run,
    @Nullable String plan,
    boolean dryRun,
    Ended ended,
    long alreadyHandled,
    long notChosen,
    Map<Verdict.Fate, Long> fates,
    Map<String, Long> why,
    Map<TopicPartition, Long> destinations,
    Map<Integer, Long> endOffsets) {

  /** Why a run ended. */
  public enum Ended {
    /** Every letter up to the end was considered. */
    COMPLETE,
    /** The limit was reached. */
    LIMIT,
    /** It was asked to stop. */
    STOPPED
  }

  /** Letters of that fate. */
  public long count(Verdict.Fate fate) {
    return fates.getOrDefault(fate, 0L);
  }

  /** Letters put back into flow. */
  public long replayed() {
    return count(Verdict.Fate.REPLAY);
  }

  /** Letters that are dealt with: replayed, moved to the parking topic, or discarded. */
  public long handled() {
    return fates.entrySet().stream()
        .filter(entry -> entry.getKey().isHandled())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Letters that the filter and the limit let through, whatever became of them. */
  public long chosen() {
    return fates.values().stream().mapToLong(Long::longValue).sum();
  }
}
