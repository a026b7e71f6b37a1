package io.sluice.replay;

import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.Fingerprint;
import io.sluice.replay.letter.OpenLetter;
import io.sluice.replay.letter.Place;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Letters counted by their causes and over time. Memory is bounded, whatever the letters: of more
 * than 1,000 causes the later ones are only counted. Not thread-safe.
 */
public final class LetterStats {
  static final int MOST_CAUSES = 1_000;

  private static final Comparator<Cause> MOST_LETTERS_FIRST =
      Comparator.comparingLong(Cause::letters)
          .reversed()
          .thenComparing(Cause::first)
          .thenComparing(cause -> cause.fingerprint().id())
          .thenComparing(cause -> cause.example().topic());

  private final Map<Key, Group> groups = new HashMap<>();
  private final Timeline timeline = new Timeline();
  private long letters;
  private long handled;
  private long others;

  /** Counts a letter. */
  public void add(OpenLetter letter, boolean isHandled) {
    DeadLetter dead = letter.letter();
    letters++;
    handled += isHandled ? 1 : 0;
    if (dead.deadAt().toEpochMilli() > 0) { // Else its record had no time.
      timeline.add(dead.deadAt());
    }
    Fingerprint fingerprint = letter.fingerprint();
    Key key = new Key(dead.place().topic(), fingerprint.id());
    Group group = groups.get(key);
    if (group == null && groups.size() < MOST_CAUSES) {
      group = new Group(dead, fingerprint);
      groups.put(key, group);
    }
    if (group == null) {
      others++;
    } else {
      group.add(dead.deadAt(), isHandled);
    }
  }

  /** All letters that were counted. */
  public long letters() {
    return letters;
  }

  /** How many of them have been replayed or otherwise done with. */
  public long handled() {
    return handled;
  }

  /** Letters of causes that there was no room for. */
  public long others() {
    return others;
  }

  /** The part of all letters that are of this cause, from 0 to 1. */
  public double share(Cause cause) {
    return letters == 0 ? 0 : (double) cause.letters() / letters;
  }

  /** Those with the most letters first; the same cause in two topics counts as two. */
  public List<Cause> causes() {
    return groups.values().stream().map(Group::toCause).sorted(MOST_LETTERS_FIRST).toList();
  }

  /** When they were given up; without those that do not tell. */
  public Timeline timeline() {
    return timeline;
  }

  private record Key(String topic, String fingerprint) {}

  private static final class Group {
    private final String exampleId;
    private final Place example;
    private final Fingerprint fingerprint;
    private Instant first;
    private Instant last;
    private long letters;
    private long handled;

    Group(DeadLetter example, Fingerprint fingerprint) {
      // The letter itself would keep its bytes, and those may be many.
      this.exampleId = example.id();
      this.example = example.place();
      this.fingerprint = fingerprint;
      this.first = example.deadAt();
      this.last = example.deadAt();
    }

    void add(Instant deadAt, boolean isHandled) {
      letters++;
      handled += isHandled ? 1 : 0;
      first = deadAt.isBefore(first) ? deadAt : first;
      last = deadAt.isAfter(last) ? deadAt : last;
    }

    Cause toCause() {
      return new Cause(fingerprint, letters, handled, first, last, exampleId, example);
    }
  }
}
