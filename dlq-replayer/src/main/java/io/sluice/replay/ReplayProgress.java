package io.sluice.replay;

/** Told how far a run has come, on the thread that runs it. */
@FunctionalInterface
public interface ReplayProgress {
  /** Tells nobody. */
  ReplayProgress NONE = (done, chosen, moved) -> {};

  /**
   * Told after each transaction.
   *
   * @param done letters dealt with so far, moved or not
   * @param chosen letters that there are to deal with
   * @param moved of those done, the letters that were moved; committed
   */
  void advanced(long done, long chosen, long moved);

  /**
   * Told now and then while letters are being chosen.
   *
   * @param read letters looked at so far
   */
  default void choosing(long read) {}
}
