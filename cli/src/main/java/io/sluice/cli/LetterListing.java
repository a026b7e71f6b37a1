package io.sluice.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Prints one page of letters, as a table or as JSON. */
final class LetterListing {
  private final Consumer<ChosenLetters.Visitor> letters;
  private final @Nullable LetterSort sort;
  private final LetterPaging paging;
  private final PrintWriter out;

  /**
   * @param letters shows the visitor all there are
   * @param sort null: as they lie; where all are printed, as they are read
   */
  LetterListing(
      Consumer<ChosenLetters.Visitor> letters,
      @Nullable LetterSort sort,
      LetterPaging paging,
      PrintWriter out) {
    this.letters = letters;
    this.sort = sort;
    this.paging = paging;
    this.out = out;
  }

  /**
   * @param withState tells which of them have been replayed
   * @param filtered whether there may be others
   * @param width of the terminal in characters
   */
  void printTable(boolean withState, boolean filtered, Instant now, int width) {
    LetterRows<List<String>> rows = new LetterRows<>(order(), paging);
    letters.accept(
        (letter, state) -> {
          rows.add(letter, () -> LetterTable.row(letter, state, now));
          return true;
        });
    if (rows.seen() == 0) {
      out.println("no dead letters" + (filtered ? " like that" : ""));
      out.flush();
      return;
    }
    List<List<String>> page = rows.page();
    if (!page.isEmpty()) {
      new LetterTable(withState, page).print(out, width);
    }
    String footer = paging.footer(rows.seen());
    if (!footer.isEmpty()) {
      out.println();
      out.println(footer);
    }
    out.flush();
  }

  /** One array with one letter a line; unsorted, any number fits into memory. */
  void printJson() {
    out.print("[");
    if (sort == null && paging.isFromTheFirst()) {
      printJsonAsRead();
    } else {
      LetterRows<String> rows = new LetterRows<>(order(), paging);
      letters.accept(
          (letter, state) -> {
            rows.add(letter, () -> LetterJson.of(letter, state).toString());
            return true;
          });
      List<String> page = rows.page();
      out.print(page.isEmpty() ? "" : "\n" + String.join(",\n", page) + "\n");
    }
    out.println("]");
    out.flush();
  }

  private void printJsonAsRead() {
    long[] seen = {0};
    letters.accept(
        (letter, state) -> {
          ObjectNode json = LetterJson.of(letter, state);
          out.print((seen[0] == 0 ? "\n" : ",\n") + json);
          seen[0]++;
          return seen[0] < paging.end();
        });
    out.print(seen[0] == 0 ? "" : "\n");
  }

  private LetterSort order() {
    return sort == null ? LetterSort.byPlace() : sort;
  }
}
