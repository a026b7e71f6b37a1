package io.sluice.cli;

import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.OpenLetter;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Dead letters as a table; the error, which is last, is cut where the terminal ends. */
final class LetterTable {
  private static final int MOST_OF_A_CELL = 40;
  private static final int LEAST_OF_THE_ERROR = 24;
  private static final int GAP = 2;
  private static final List<String> HEADINGS =
      List.of("ID", "TYPE", "KEY", "ATTEMPTS", "ORIGIN", "AGE", "STATE", "FINGERPRINT", "ERROR");

  private final boolean withState;
  private final List<List<String>> rows;

  /**
   * @param rows as {@link #row} makes them
   */
  LetterTable(boolean withState, List<List<String>> rows) {
    this.withState = withState;
    this.rows = rows;
  }

  /** A letter's cells. */
  static List<String> row(OpenLetter open, String state, Instant now) {
    DeadLetter letter = open.letter();
    return List.of(
        PlainText.line(letter.id()),
        PlainText.cut(PlainText.line(letter.type()), MOST_OF_A_CELL),
        PlainText.cut(PlainText.line(letter.key()), MOST_OF_A_CELL),
        Integer.toString(letter.attempts()),
        origin(letter),
        PlainText.age(letter.deadAt(), now),
        state,
        PlainText.line(open.fingerprint().id()),
        error(letter));
  }

  /**
   * @param width of the terminal in characters
   */
  void print(PrintWriter out, int width) {
    int error = HEADINGS.size() - 1;
    int room = width;
    for (int column = 0; column < error; column++) {
      if (isShown(column)) {
        room -= widest(column) + GAP;
      }
    }
    TextTable table = new TextTable(shown(HEADINGS).toArray(String[]::new));
    for (List<String> row : rows) {
      List<String> cells = new ArrayList<>(row);
      cells.set(error, PlainText.cut(row.get(error), Math.max(LEAST_OF_THE_ERROR, room)));
      table.row(shown(cells).toArray());
    }
    table.print(out);
  }

  /** The class's simple name, and message; the reason where nothing was thrown. */
  static String error(DeadLetter letter) {
    LastError error = letter.error();
    if (error == null) {
      return PlainText.line(letter.reason());
    }
    String name = PlainText.simpleName(error.className());
    return PlainText.line(error.message() == null ? name : name + ": " + error.message());
  }

  private static String origin(DeadLetter letter) {
    Origin origin = letter.origin();
    return origin == null ? "-" : PlainText.line(origin.syntheticId());
  }

  private List<String> shown(List<String> cells) {
    List<String> shown = new ArrayList<>();
    for (int column = 0; column < cells.size(); column++) {
      if (isShown(column)) {
        shown.add(cells.get(column));
      }
    }
    return shown;
  }

  private boolean isShown(int column) {
    return withState || !HEADINGS.get(column).equals("STATE");
  }

  private int widest(int column) {
    int widest = HEADINGS.get(column).length();
    for (List<String> row : rows) {
      widest = Math.max(widest, row.get(column).length());
    }
    return widest;
  }
}
