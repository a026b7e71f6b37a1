package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.replay.filter.FingerprintUse;
import io.sluice.replay.filter.LetterFilter;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.LetterContents;
import io.sluice.replay.letter.OpenLetter;
import io.sluice.replay.letter.Place;
import io.sluice.schema.Origin;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Walks over all letters and takes down those that are wanted. Not thread-safe. */
final class Chooser implements LetterVisitor {
  private static final int BETWEEN_TELLINGS = 5_000;

  private final LetterFilter filter;
  private final LetterContents contents;
  private final Frontier frontier;
  private final ReplayProgress progress;
  private final CountDownLatch stop;
  private final FingerprintUse fingerprints;
  private final List<Chosen> chosen = new ArrayList<>();
  private long alreadyHandled;
  private long notChosen;
  private int mostReplays;
  private boolean stopped;
  private final Set<String> notSeen;

  Chooser(
      LetterFilter filter,
      LetterContents contents,
      Frontier frontier,
      ReplayProgress progress,
      CountDownLatch stop) {
    this.filter = filter;
    this.fingerprints = new FingerprintUse(filter);
    this.notSeen = new LinkedHashSet<>(filter.ids());
    this.contents = contents;
    this.frontier = frontier;
    this.progress = progress;
    this.stop = stop;
  }

  @Override
  public boolean visit(DeadLetter letter, boolean handled) {
    if (stop.getCount() == 0) {
      stopped = true;
      return false;
    }
    Place place = letter.place();
    OpenLetter open = new OpenLetter(letter, contents);
    notSeen.remove(letter.id());
    notSeen.remove(place.toString());
    if (handled) {
      alreadyHandled++;
    } else if (filter.matches(open)) {
      fingerprints.add(open);
      chosen.add(of(letter));
      mostReplays = Math.max(mostReplays, letter.replayCount());
      frontier.expect(place);
    } else {
      notChosen++;
      frontier.keep(place);
    }
    long read = alreadyHandled + notChosen + chosen.size();
    if (read % BETWEEN_TELLINGS == 0) {
      progress.choosing(read);
    }
    return true;
  }

  /**
   * To be called once, after the walk.
   *
   * @param handledUnread handled letters that the walk left out
   * @throws ReplayException when a shortened fingerprint stands for several causes, or there is no
   *     letter of an id that was named
   */
  Selection selection(long handledUnread) {
    if (!notSeen.isEmpty() && !stopped) {
      throw new ReplayException(
          "There is no dead letter "
              + String.join(", ", notSeen)
              + " in the topic. Nothing was moved.");
    }
    List<String> ambiguities = fingerprints.ambiguities();
    if (!ambiguities.isEmpty()) {
      throw new ReplayException(String.join("; ", ambiguities) + ". Nothing was moved.");
    }
    return new Selection(
        OriginalOrder.of(chosen),
        frontier,
        alreadyHandled + handledUnread,
        notChosen,
        mostReplays,
        stopped);
  }

  static Chosen of(DeadLetter letter) {
    Origin origin = letter.origin();
    return new Chosen(
        letter.place().partition(),
        letter.place().offset(),
        Hash64.of(letter.id()),
        letter.deadAt().toEpochMilli(),
        line(letter.raw().key(), origin),
        origin == null ? 0 : origin.offset());
  }

  /** Offsets of two partitions say nothing about which came first. */
  private static long line(byte @Nullable [] key, @Nullable Origin origin) {
    if (key == null || origin == null) {
      return 0;
    }
    long hash = Hash64.add(Hash64.of(key), origin.topic().getBytes(UTF_8));
    return Hash64.add(hash, ByteBuffer.allocate(Integer.BYTES).putInt(origin.partition()).array());
  }
}
