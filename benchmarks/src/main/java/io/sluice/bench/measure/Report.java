package io.sluice.bench.measure;

import java.util.List;
import java.util.Map;

/**
 * What a run found.
 *
 * @param figures what was measured, by name
 * @param problems what was not as promised; empty when the run was correct
 * @param inTime whether it came to its end before its time was over
 */
public record Report(Map<String, Double> figures, List<String> problems, boolean inTime) {
  public Report {
    figures = Map.copyOf(figures);
    problems = List.copyOf(problems);
  }

  /** A run that did not come to its end. */
  public static Report failed(String why) {
    return new Report(Map.of(), List.of(why), true);
  }
}
