package io.sluice.bench.report;

import java.util.List;
import java.util.OptionalDouble;

/** The middle of some figures: unlike the mean, not moved by one bad run. */
final class Median {
  private Median() {}

  /** Of two in the middle, their mean; empty for no figures. */
  static OptionalDouble of(List<Double> figures) {
    if (figures.isEmpty()) {
      return OptionalDouble.empty();
    }
    List<Double> sorted = figures.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return OptionalDouble.of(
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
  }
}
