package io.sluice.replay;

import io.sluice.replay.LetterMover.Move;
import io.sluice.replay.ReplayReport.Ended;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * One walk over the letters: chooses, gathers what fits into a transaction, hands it to the mover,
 * counts. The same for a dry run, whose mover does nothing. Not thread-safe.
 */
final class ReplayPass implements LetterVisitor {
  private static final long MOST_BYTES_IN_A_TRANSACTION = 8L * 1024 * 1024;

  private final ReplayOptions options;
  private final Redelivery redelivery;
  private final LetterMover mover;
  private final Frontier frontier;
  private final Walk walk;
  private final Pace pace;
  private final List<Move> batch = new ArrayList<>();
  private final Map<TopicPartition, Long> destinations = new HashMap<>();
  private final Map<TopicPartition, Long> passed;
  private long batchBytes;
  private long alreadyHandled;
  private long notChosen;
  private long replayed;
  private Ended ended = Ended.COMPLETE;

  /**
   * @param start from which offset letters are shown
   * @param ends where the letters end
   * @param mostAtOnce the most letters in a transaction
   * @param stop counted down when the replay is to end
   */
  record Walk(
      Map<TopicPartition, Long> start,
      Map<TopicPartition, Long> ends,
      int mostAtOnce,
      ReplayProgress progress,
      CountDownLatch stop) {
    long toRead() {
      return Frontier.distance(start, ends);
    }
  }

  ReplayPass(
      ReplayOptions options,
      Redelivery redelivery,
      LetterMover mover,
      Frontier frontier,
      Walk walk) {
    this.options = options;
    this.redelivery = redelivery;
    this.mover = mover;
    this.frontier = frontier;
    this.walk = walk;
    this.pace = Pace.of(options.dryRun() ? null : options.rate(), walk.mostAtOnce());
    this.passed = new HashMap<>(walk.start());
  }

  @Override
  public boolean visit(DeadLetter letter, boolean handled) {
    if (walk.stop().getCount() == 0) {
      ended = Ended.STOPPED;
      return false;
    }
    Place place = letter.place();
    passed.put(new TopicPartition(place.topic(), place.partition()), place.offset() + 1);
    boolean chosen = !handled && options.filter().matches(letter);
    frontier.passed(place, handled || chosen);
    if (handled) {
      alreadyHandled++;
    } else if (!chosen) {
      notChosen++;
    } else {
      batch.add(new Move(place, redelivery.of(letter)));
      batchBytes += letter.sizeInBytes();
      if (limitReached()) {
        ended = Ended.LIMIT;
        return false;
      }
      return !batchIsFull() || flush();
    }
    return true;
  }

  /** Hands over what is left. To be called once, after the walk. */
  void finish() {
    if (ended == Ended.COMPLETE) {
      frontier.passedAll(walk.ends());
      passed.putAll(walk.ends());
    }
    if (ended != Ended.STOPPED) {
      boolean unused = flush();
    }
  }

  ReplayReport report(DeadLetterTopic topic, String run) {
    Map<TopicPartition, Long> sorted =
        new TreeMap<>(
            Comparator.comparing(TopicPartition::topic)
                .thenComparingInt(TopicPartition::partition));
    sorted.putAll(destinations);
    Map<Integer, Long> ends = new TreeMap<>();
    walk.ends().forEach((partition, end) -> ends.put(partition.partition(), end));
    return new ReplayReport(
        topic, run, options.dryRun(), ended, alreadyHandled, notChosen, replayed, sorted, ends);
  }

  private boolean limitReached() {
    Long limit = options.limit();
    return limit != null && replayed + batch.size() >= limit;
  }

  private boolean batchIsFull() {
    return batch.size() >= pace.mostAtOnce() || batchBytes >= MOST_BYTES_IN_A_TRANSACTION;
  }

  /** False when it was asked to stop before the transaction began. */
  private boolean flush() {
    if (!batch.isEmpty() && !pace.await(batch.size(), walk.stop())) {
      ended = Ended.STOPPED;
      return false;
    }
    Map<TopicPartition, OffsetAndMetadata> moved = frontier.toCommit();
    if (!batch.isEmpty() || !moved.isEmpty()) {
      mover.move(batch, moved);
      frontier.committed();
    }
    replayed += batch.size();
    batch.forEach(move -> destinations.merge(move.destination(), 1L, Long::sum));
    batch.clear();
    batchBytes = 0;
    walk.progress().advanced(Frontier.distance(walk.start(), passed), walk.toRead(), replayed);
    return true;
  }
}
