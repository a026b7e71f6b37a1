package io.sluice.replay;

import io.sluice.replay.letter.DeadLetterTopic;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a replay would do, letter by letter, to be looked at and then done: exactly that.
 *
 * @param id a UUIDv7; letters that were moved by it know it
 * @param by who made it
 * @param topicId Kafka's id of the dead-letter topic, as text
 * @param target where letters go
 * @param filter which letters were asked for, for the audit
 * @param rules what the verdicts rest on
 * @param partitions how many the topics had to which letters go
 * @param endOffsets up to where the dead-letter topic was read
 * @param letters all that were chosen, in the order in which they are moved, those too that are not
 */
public record ReplayPlan(
    String id,
    Instant madeAt,
    String by,
    DeadLetterTopic topic,
    String topicId,
    ReplayTarget target,
    String filter,
    Rules rules,
    Map<String, Integer> partitions,
    Map<Integer, Long> endOffsets,
    List<PlannedLetter> letters) {

  /** The options that bear on verdicts. */
  public record Rules(int maxReplays, boolean force, boolean upcast) {}

  /** Letters that the plan deals with. */
  public long toMove() {
    return letters.stream().filter(letter -> letter.verdict().fate().isHandled()).count();
  }
}
