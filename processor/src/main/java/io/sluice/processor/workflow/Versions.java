package io.sluice.processor.workflow;

/** Entries say which version of Sluice's layout they have. */
final class Versions {
  private Versions() {}

  static void check(int found, int known) {
    if (found != known) {
      throw new IllegalStateException(
          "an entry of version "
              + found
              + " in the workflow store; this Sluice reads version "
              + known
              + ". It was written by a newer one: start that again.");
    }
  }
}
