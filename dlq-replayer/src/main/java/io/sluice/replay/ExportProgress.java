package io.sluice.replay;

/** Told now and then, on the thread that runs the export. */
@FunctionalInterface
public interface ExportProgress {
  /** Tells nobody. */
  ExportProgress NONE = (read, toRead, exported) -> {};

  /**
   * Tells how far it has come.
   *
   * @param read offsets of the dead-letter topic passed so far
   * @param toRead offsets that there are to pass
   * @param exported letters written so far
   */
  void advanced(long read, long toRead, long exported);
}
