package io.sluice.processor.config;

/**
 * What holds for events of one key while one of them waits for its next attempt. The keys stand at
 * the top level of {@code pipeline.yaml}.
 *
 * @param ordering is the order of a key kept through retries?
 * @param onDeadLetter what becomes of the events parked behind one that is dead-lettered
 * @param maxParkedPerKey how many may be parked behind one
 * @param onParkedFull what becomes of the next one
 */
public record OrderingConfig(
    Mode ordering, OnDeadLetter onDeadLetter, int maxParkedPerKey, OnParkedFull onParkedFull) {

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

  /** Refuses a key that may have nobody waiting. */
  public OrderingConfig {
    new Checks().atLeast(maxParkedPerKey, 1, "max_parked_per_key").done();
  }

  /** The order of a key is kept; a dead letter lets its followers go on; 10,000 of them. */
  public static OrderingConfig defaults() {
    return new OrderingConfig(Mode.KEY, OnDeadLetter.RELEASE, 10_000, OnParkedFull.DEAD_LETTER);
  }

  /** The same with another order. */
  public OrderingConfig withOrdering(Mode other) {
    return new OrderingConfig(other, onDeadLetter, maxParkedPerKey, onParkedFull);
  }

  /** The same with another fate for the followers of a dead letter. */
  public OrderingConfig withOnDeadLetter(OnDeadLetter other) {
    return new OrderingConfig(ordering, other, maxParkedPerKey, onParkedFull);
  }

  /** The same with another number of parked events. */
  public OrderingConfig withMaxParkedPerKey(int events) {
    return new OrderingConfig(ordering, onDeadLetter, events, onParkedFull);
  }

  /** The same with another fate for the event that finds no room. */
  public OrderingConfig withOnParkedFull(OnParkedFull other) {
    return new OrderingConfig(ordering, onDeadLetter, maxParkedPerKey, other);
  }
}
