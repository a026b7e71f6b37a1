package io.sluice.processor.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Values that a settings record refuses, all of them at once. The keys are those of {@code
 * pipeline.yaml}, so that the reader can say on which line each one stands.
 */
final class InvalidSettings extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * One refused value.
   *
   * @param path keys from the record's own section down to the value
   * @param text what is wrong and what is allowed
   */
  record Problem(List<String> path, String text) {
    @Override
    public String toString() {
      return KeyPath.of(path) + ": " + text;
    }
  }

  private final transient List<Problem> problems;

  InvalidSettings(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  List<Problem> problems() {
    return problems;
  }
}
