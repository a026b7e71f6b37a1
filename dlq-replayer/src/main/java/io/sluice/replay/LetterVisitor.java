package io.sluice.replay;

import io.sluice.replay.letter.DeadLetter;

/** Is shown letters, in order within a partition. */
@FunctionalInterface
public interface LetterVisitor {
  /**
   * @param handled true when the letter has been replayed already
   * @return false to be shown no more
   */
  boolean visit(DeadLetter letter, boolean handled);
}
