package io.sluice.replay;

import io.sluice.replay.LetterMover.Move;
import io.sluice.replay.ReplayReport.Ended;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.LetterContents;
import io.sluice.replay.letter.OpenLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Takes chosen letters one after another: asks the judge, gathers what fits into a transaction,
 * hands it to the mover, counts. The same for a dry run, whose mover does nothing. Not thread-safe.
 */
final class LetterPass {
  /** In one transaction. */
  static final long MOST_BYTES = 8L * 1024 * 1024;

  private final Judge judge;
  private final LetterMover mover;
  private final Frontier frontier;
  private final Bounds bounds;
  private final Watchers watchers;
  private final Tally tally = new Tally();
  private final List<Move> batch = new ArrayList<>();
  private long batchBytes;
  private long done;
  private Ended ended = Ended.COMPLETE;

  /**
   * Where a pass ends, and how fast it goes.
   *
   * @param limit the most letters to deal with; null: all
   * @param stop counted down when it is to end
   */
  record Bounds(@Nullable Long limit, Pace pace, CountDownLatch stop) {}

  /** Who is told what. */
  record Watchers(ReplayProgress progress, VerdictListener verdicts) {}

  LetterPass(Judge judge, LetterMover mover, Frontier frontier, Bounds bounds, Watchers watchers) {
    this.judge = judge;
    this.mover = mover;
    this.frontier = frontier;
    this.bounds = bounds;
    this.watchers = watchers;
  }

  /**
   * Deals with all letters of the feed, up to the limit.
   *
   * @param chosen how many there are
   */
  void run(LetterFeed feed, LetterContents contents, long chosen) {
    while (feed.hasNext() && ended == Ended.COMPLETE) {
      if (bounds.stop().getCount() == 0) {
        ended = Ended.STOPPED;
      } else if (limitReached()) {
        ended = Ended.LIMIT;
      } else {
        Chosen next = feed.peek();
        take(next, feed.next(), contents);
        done++;
        if (batchIsFull()) {
          flush(chosen);
        }
      }
    }
    if (ended != Ended.STOPPED) {
      flush(chosen);
    }
  }

  Ended ended() {
    return ended;
  }

  Tally tally() {
    return tally;
  }

  private void take(Chosen chosen, Optional<DeadLetter> found, LetterContents contents) {
    if (found.isEmpty()) {
      tally.countGone();
      return;
    }
    DeadLetter letter = found.get();
    Verdict verdict = judge.rule(chosen, new OpenLetter(letter, contents));
    watchers.verdicts().judged(letter, verdict);
    if (verdict.fate().isHandled()) {
      batch.add(new Move(letter, verdict));
      batchBytes += letter.sizeInBytes();
    } else {
      tally.count(verdict);
      frontier.keep(letter.place());
    }
  }

  private boolean limitReached() {
    Long limit = bounds.limit();
    return limit != null && tally.handled() + batch.size() >= limit;
  }

  private boolean batchIsFull() {
    return batch.size() >= bounds.pace().mostAtOnce() || batchBytes >= MOST_BYTES;
  }

  /** Nothing of it happens when it was asked to stop before the transaction began. */
  private void flush(long chosen) {
    if (!batch.isEmpty() && !bounds.pace().await(batch.size(), bounds.stop())) {
      ended = Ended.STOPPED;
      return;
    }
    batch.forEach(move -> frontier.handled(move.letter().place()));
    Map<TopicPartition, OffsetAndMetadata> moved = frontier.toCommit();
    if (!batch.isEmpty() || !moved.isEmpty()) {
      mover.move(batch, moved);
      frontier.committed(moved);
    }
    batch.forEach(move -> tally.count(move.verdict()));
    batch.clear();
    batchBytes = 0;
    watchers.progress().advanced(done, chosen, tally.handled());
  }
}
