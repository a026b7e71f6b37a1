package io.sluice.bench.report;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What a workload found.
 *
 * @param id such as {@code W1}
 * @param title what it is
 * @param legend how the figures came about, a sentence each
 * @param measures the columns; ratios are of the first one
 * @param contestants in the order of the table; ratios are to the first one
 */
public record WorkloadResult(
    String id,
    String title,
    List<String> legend,
    List<Measure> measures,
    List<ContestantResult> contestants) {
  public WorkloadResult {
    legend = List.copyOf(legend);
    measures = List.copyOf(measures);
    contestants = List.copyOf(contestants);
  }

  /** The contestant's median over the first contestant's; empty where one of them has none. */
  public OptionalDouble ratio(ContestantResult contestant) {
    Measure measure = measures.get(0);
    OptionalDouble first = contestants.get(0).median(measure);
    OptionalDouble own = contestant.median(measure);
    if (first.isEmpty() || own.isEmpty() || first.getAsDouble() == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(own.getAsDouble() / first.getAsDouble());
  }

  /** Whether nothing was lost, doubled or out of order. */
  public boolean isCorrect() {
    return contestants.stream()
        .map(ContestantResult::outcome)
        .noneMatch(outcome -> outcome == Outcome.FAILED || outcome == Outcome.DID_NOT_FINISH);
  }
}
