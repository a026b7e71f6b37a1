package io.sluice.replay;

/** Told after each transaction, on the thread that runs the replay. */
@FunctionalInterface
public interface ReplayProgress {
  /** Tells nobody. */
  ReplayProgress NONE = (read, toRead, replayed) -> {};

  /**
   * @param read offsets of the dead-letter topic passed so far
   * @param toRead offsets that there are to pass
   * @param replayed letters moved so far, committed
   */
  void advanced(long read, long toRead, long replayed);
}
