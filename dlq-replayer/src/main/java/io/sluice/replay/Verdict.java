package io.sluice.replay;

import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of one letter.
 *
 * @param to where it goes; null when it goes nowhere; partition -1: any
 * @param replayCount how often it will have come back, this time included
 * @param change what happens to its bytes on the way; null: nothing
 * @param why why it is skipped, refused or set aside, in words that many letters share; null for
 *     one that is simply moved
 * @param notes what else a person should know of this letter
 * @param value what takes the place of the letter's value; null: nothing does
 */
public record Verdict(
    Fate fate,
    @Nullable TopicPartition to,
    int replayCount,
    @Nullable Change change,
    @Nullable String why,
    List<String> notes,
    byte @Nullable [] value) {

  /** What happens to it. */
  public enum Fate {
    /** It goes back into flow. */
    REPLAY,
    /** It has come back too often, and goes to the parking topic. */
    PARKING,
    /** It is taken off the list and goes nowhere. */
    DISCARD,
    /** It need not go back; it stays where it is. */
    SKIP,
    /** It must not go back as it is; it stays where it is. */
    REFUSE;

    /** True when the letter is dealt with: it is not listed as waiting afterwards. */
    public boolean isHandled() {
      return this == REPLAY || this == PARKING || this == DISCARD;
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is done to a letter's value. */
  public enum Change {
    UPCAST,
    EDITED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The same, where the value need not be kept: it can be made again. */
  Verdict withoutValue() {
    return new Verdict(fate, to, replayCount, change, why, notes, null);
  }

  static Verdict skip(String why, String note) {
    return new Verdict(Fate.SKIP, null, 0, null, why, List.of(note), null);
  }

  static Verdict refuse(String why, List<String> notes) {
    return new Verdict(Fate.REFUSE, null, 0, null, why, List.copyOf(notes), null);
  }
}
