package io.sluice.bench.report;

import java.util.List;
import java.util.Map;

/**
 * One run of one contestant.
 *
 * @param figures what was measured, by name
 * @param problems why it did not succeed
 */
public record RunResult(Outcome outcome, Map<String, Double> figures, List<String> problems) {
  public RunResult {
    figures = Map.copyOf(figures);
    problems = List.copyOf(problems);
  }

  /** A run without figures. */
  public static RunResult without(Outcome outcome, String why) {
    return new RunResult(outcome, Map.of(), List.of(why));
  }
}
