package io.sluice.replay;

import io.sluice.replay.letter.DeadLetter;

/** Is told of each letter that is chosen, on the thread that runs the replay, in its order. */
@FunctionalInterface
public interface VerdictListener {
  /** Wants to know nothing. */
  VerdictListener NONE = (letter, verdict) -> {};

  void judged(DeadLetter letter, Verdict verdict);
}
