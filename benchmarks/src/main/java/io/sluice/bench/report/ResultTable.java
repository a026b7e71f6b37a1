package io.sluice.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A workload's result as text for a terminal of any width over 60 or so. */
public final class ResultTable {
  private ResultTable() {}

  /** Title, one row a contestant, legend. */
  public static String of(WorkloadResult result) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(header(result));
    for (ContestantResult contestant : result.contestants()) {
      rows.add(row(result, contestant));
    }
    StringBuilder text = new StringBuilder();
    text.append(result.id()).append("  ").append(result.title()).append('\n');
    int[] widths = widths(rows);
    for (List<String> row : rows) {
      text.append(line(row, widths)).append('\n');
    }
    for (ContestantResult contestant : result.contestants()) {
      for (String problem : contestant.problems()) {
        text.append("  ! ").append(contestant.title()).append(": ").append(problem).append('\n');
      }
    }
    for (String sentence : result.legend()) {
      text.append("  ").append(sentence).append('\n');
    }
    return text.toString();
  }

  private static List<String> header(WorkloadResult result) {
    List<String> cells = new ArrayList<>();
    cells.add("");
    result.measures().forEach(measure -> cells.add(measure.title()));
    cells.add("min to max");
    cells.add("ratio");
    cells.add("runs");
    return cells;
  }

  private static List<String> row(WorkloadResult result, ContestantResult contestant) {
    List<String> cells = new ArrayList<>();
    cells.add(contestant.title());
    for (Measure measure : result.measures()) {
      cells.add(number(contestant.median(measure), measure.digits()));
    }
    cells.add(range(contestant, result.measures().get(0)));
    cells.add(number(result.ratio(contestant), 2));
    Outcome outcome = contestant.outcome();
    int good = contestant.values(result.measures().get(0)).size();
    cells.add(
        outcome == Outcome.OK
            ? Integer.toString(good)
            : good + ", " + outcome.name().replace('_', ' '));
    return cells;
  }

  private static String range(ContestantResult contestant, Measure measure) {
    List<Double> values = contestant.values(measure);
    if (values.size() < 2) {
      return "";
    }
    return number(OptionalDouble.of(values.get(0)), measure.digits())
        + " to "
        + number(OptionalDouble.of(values.get(values.size() - 1)), measure.digits());
  }

  private static String number(OptionalDouble value, int digits) {
    return value.isEmpty()
        ? "-"
        : String.format(Locale.ROOT, "%,." + digits + "f", value.getAsDouble());
  }

  private static int[] widths(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return widths;
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder("  ");
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      String space = " ".repeat(widths[i] - cell.length());
      line.append(i == 0 ? cell + space : "  " + space + cell);
    }
    return line.toString().stripTrailing();
  }
}
