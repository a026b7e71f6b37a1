package io.sluice.bench.report;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * All runs of one contestant.
 *
 * @param id how it is chosen on the command line
 * @param title how it is called in the table
 */
public record ContestantResult(String id, String title, List<RunResult> runs) {
  public ContestantResult {
    runs = List.copyOf(runs);
  }

  /** The worst that happened in any run. */
  public Outcome outcome() {
    for (Outcome bad : List.of(Outcome.FAILED, Outcome.DID_NOT_FINISH, Outcome.NOT_AVAILABLE)) {
      if (runs.stream().anyMatch(run -> run.outcome() == bad)) {
        return bad;
      }
    }
    return Outcome.OK;
  }

  /** Of the runs that succeeded; empty when none did, or none has the figure. */
  public OptionalDouble median(Measure measure) {
    return Median.of(values(measure));
  }

  /** Of the runs that succeeded, sorted. */
  List<Double> values(Measure measure) {
    return runs.stream()
        .filter(run -> run.outcome() == Outcome.OK)
        .flatMap(run -> Stream.ofNullable(run.figures().get(measure.figure())))
        .sorted()
        .toList();
  }

  /** What went wrong, each thing once. */
  public List<String> problems() {
    return runs.stream().flatMap(run -> run.problems().stream()).distinct().toList();
  }
}
