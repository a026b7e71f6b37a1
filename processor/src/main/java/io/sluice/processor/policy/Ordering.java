package io.sluice.processor.policy;

/**
 * What holds for events of one key beyond the running pipeline's own order: may a later one pass an
 * earlier one that waits for its next attempt?
 *
 * @param mode keep the order of a key through retries, or let others of the key pass
 * @param onDeadLetter what becomes of parked events when the one they wait behind is dead-lettered
 * @param maxParkedPerKey how many may be parked behind one; at least 1
 * @param onParkedFull what becomes of the next one
 */
public record Ordering(
    Mode mode, OnDeadLetter onDeadLetter, int maxParkedPerKey, OnParkedFull onParkedFull) {

  /** Refuses what cannot be. */
  public Ordering {
    if (maxParkedPerKey < 1) {
      throw new IllegalArgumentException(
          "max_parked_per_key must be 1 or more: " + maxParkedPerKey);
    }
  }

  /** What is kept in order. */
  public enum Mode {
    /** The events of one key, through retries too. */
    KEY,
    /** The events of one key while they run; a later one passes one that waits for a retry. */
    NONE
  }

  /** What becomes of the followers of a dead letter. */
  public enum OnDeadLetter {
    /** They run, in order. */
    RELEASE,
    /** They stay parked until the dead letter is replayed, or an operator ends it. */
    HOLD,
    /** They are dead-lettered too, in order. */
    DEAD_LETTER
  }

  /** What becomes of an event whose key has as many parked as it may. */
  public enum OnParkedFull {
    /** It is dead-lettered. */
    DEAD_LETTER,
    /** The instance reads no more from its sources until the key has room again. */
    HOLD_BACK
  }

  /** The defaults: the order of a key is kept, and a dead letter lets its followers go on. */
  public static Ordering defaults() {
    return new Ordering(Mode.KEY, OnDeadLetter.RELEASE, 10_000, OnParkedFull.DEAD_LETTER);
  }

  /** True if later events of a key are parked behind one that waits. */
  public boolean parks() {
    return mode == Mode.KEY;
  }
}
