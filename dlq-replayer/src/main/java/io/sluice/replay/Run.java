package io.sluice.replay;

import io.sluice.replay.Verdict.Fate;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.schema.EventIds;
import java.time.InstantSource;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * One run over a dead-letter topic: what marks and audit tell of it.
 *
 * @param id a UUIDv7
 * @param action what was asked for: replay, discard, import, purge
 * @param filter which letters were asked for; empty: all
 * @param plan id of the plan that is carried out; null: none
 * @param operator who does it
 * @param topicId Kafka's id of the dead-letter topic
 */
record Run(
    String id,
    String action,
    DeadLetterTopic topic,
    String filter,
    @Nullable String plan,
    Operator operator,
    Uuid topicId,
    InstantSource clock) {

  static final String REPLAY = "replay";
  static final String DISCARD = "discard";

  static String newId() {
    return EventIds.next();
  }

  /** What the state topic is told of a letter. */
  LetterMark mark(Verdict verdict) {
    return new LetterMark(fateWord(verdict.fate()), topicId, clock.instant(), id, plan);
  }

  /** What became of a letter, as marks, audit and lists say it. */
  static String fateWord(Fate fate) {
    return switch (fate) {
      case REPLAY -> "replayed";
      case PARKING -> "parking";
      case DISCARD -> "discarded";
      case SKIP, REFUSE -> throw new IllegalArgumentException(fate + " leaves no mark");
    };
  }
}
