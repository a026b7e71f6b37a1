package io.sluice.cli.workflow;

import io.sluice.processor.config.ConfigException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** What is wrong with one file, in the order of its lines. Not thread-safe. */
final class FileMistakes {
  private record Mistake(int line, int column, String text) {}

  private final String file;
  private final List<Mistake> found = new ArrayList<>();

  FileMistakes(String file) {
    this.file = file;
  }

  void add(Node at, String text) {
    Mark mark = at.getStartMark();
    found.add(new Mistake(mark.getLine() + 1, mark.getColumn() + 1, text));
  }

  /** File, line and column, as editors and terminals understand it. */
  String place(Node at) {
    Mark mark = at.getStartMark();
    return file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }

  /**
   * @throws ConfigException when there are mistakes, with all of them
   */
  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new ConfigException(
          found.stream()
              .sorted(Comparator.comparingInt(Mistake::line).thenComparingInt(Mistake::column))
              .map(m -> file + ":" + m.line() + ":" + m.column() + ": " + m.text())
              .toList());
    }
  }
}
