package io.sluice.processor.guard;

/**
 * This instance's part in a limit of all instances together: as large as its part of the tasks.
 *
 * @param open tasks that this instance has; at least 1, for an instance without any asks nothing
 * @param all tasks of the pipeline; at least as many
 */
record Share(int open, int all) {
  /** An instance that is alone. */
  static final Share WHOLE = new Share(1, 1);

  /** Mends what a rebalance may show for a moment. */
  Share {
    open = Math.max(1, open);
    all = Math.max(open, all);
  }
}
