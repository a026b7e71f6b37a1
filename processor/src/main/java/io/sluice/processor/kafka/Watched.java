package io.sluice.processor.kafka;

/**
 * A stage of a task, as the thread that runs it sees it between two polls. Called by that thread,
 * except where it says otherwise.
 */
public interface Watched {
  /** Called before the thread looks for new records, and may sleep. */
  void beforePoll();

  /** True if another thread has left something to be taken in: the thread does not sleep now. */
  boolean hasMail();

  /**
   * When the stage wants to run next, ms since the epoch; {@code Long.MAX_VALUE}: not by itself.
   */
  long nextMs();

  /** What the thread may read meanwhile. */
  Reading reading();

  /** What a stream thread may read from its topics. */
  enum Reading {
    /** Everything. */
    ALL,
    /** Retries and replays, but no source topic. */
    RETRIES,
    /** No events: there are as many in hand as there may be. */
    NOTHING
  }
}
