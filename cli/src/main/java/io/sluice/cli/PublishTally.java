package io.sluice.cli;

/**
 * What became of the lines of a file.
 *
 * @param published acknowledged by the brokers, or valid in a dry run
 * @param refused not events, or events that do not fit their schema
 * @param failed events that could not be handed over
 * @param withoutId published lines that do not name their event
 */
record PublishTally(long published, long refused, long failed, long withoutId) {
  static final PublishTally NOTHING = new PublishTally(0, 0, 0, 0);

  PublishTally plusPublished(boolean hasId) {
    return new PublishTally(published + 1, refused, failed, hasId ? withoutId : withoutId + 1);
  }

  PublishTally plusRefused() {
    return new PublishTally(published, refused + 1, failed, withoutId);
  }

  PublishTally plusFailed() {
    return new PublishTally(published, refused, failed + 1, withoutId);
  }

  boolean isClean() {
    return refused == 0 && failed == 0;
  }
}
