package io.sluice.processor.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.error.Mark;

/** What is wrong with one file, in the order of its lines. */
final class Mistakes {
  private record Mistake(int line, int column, String text) {}

  private final String file;
  private final List<Mistake> found = new ArrayList<>();
  private final Set<List<String>> unread = new HashSet<>();

  Mistakes(String file) {
    this.file = file;
  }

  /** A value that could not be read at all, so that nothing more need be said about it. */
  void unread(Mark mark, List<String> path, String text) {
    unread.add(List.copyOf(path));
    add(mark, path, text);
  }

  void add(Mark mark, List<String> path, String text) {
    found.add(
        new Mistake(mark.getLine() + 1, mark.getColumn() + 1, KeyPath.of(path) + ": " + text));
  }

  /** Whether the value, or a section around it, has been told as unreadable. */
  boolean isUnread(List<String> path) {
    for (int length = 1; length <= path.size(); length++) {
      if (unread.contains(path.subList(0, length))) {
        return true;
      }
    }
    return false;
  }

  /** File, line and column, as editors and terminals understand it. */
  String place(Mark mark) {
    return file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }

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
