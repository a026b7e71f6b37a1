package io.sluice.bench.workload;

/** How much there is to do. */
public enum Scale {
  /** What figures are quoted from. */
  FULL,
  /** Enough to see that nothing is lost: figures of it say little. */
  QUICK;

  int of(int full, int quick) {
    return this == FULL ? full : quick;
  }
}
