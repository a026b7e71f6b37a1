package io.sluice.processor.workflow;

/** How much is done at a time, so that a transaction stays small. Not thread-safe. */
final class Slice {
  /** Of events written. */
  private static final long MOST_BYTES = 8L * 1024 * 1024;

  private int nodesLeft;
  private long bytesLeft = MOST_BYTES;

  /** Of so many nodes at the most. */
  Slice(int nodes) {
    this.nodesLeft = nodes;
  }

  /** Takes one node off. */
  void node() {
    nodesLeft--;
  }

  /** Takes so much of an event off. */
  void bytes(long written) {
    bytesLeft -= written;
  }

  /** True when the rest is for another time. */
  boolean isSpent() {
    return nodesLeft <= 0 || bytesLeft <= 0;
  }
}
