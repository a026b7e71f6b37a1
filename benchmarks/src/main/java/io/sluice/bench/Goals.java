package io.sluice.bench;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is to be left when a benchmark is over.
 *
 * @param keepsData whether data and logs stay where they are
 * @param results where result files go; null: nowhere
 * @param flameGraphs of every run; null: none are drawn, and nothing is recorded
 */
record Goals(boolean keepsData, @Nullable Path results, @Nullable FlameGraphs flameGraphs) {

  boolean profiles() {
    return flameGraphs != null;
  }
}
