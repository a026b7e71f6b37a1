package io.sluice.replay;

import io.sluice.replay.letter.DeadLetter;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Carries out verdicts, all of a call or none. */
interface LetterMover {
  /** Changes nothing. */
  LetterMover NONE = (moves, frontier) -> {};

  /**
   * @param moves letters that are dealt with
   * @param frontier offsets of the replayer's group that have moved
   */
  void move(List<Move> moves, Map<TopicPartition, OffsetAndMetadata> frontier);

  /** A letter and what is to become of it. */
  record Move(DeadLetter letter, Verdict verdict) {}
}
