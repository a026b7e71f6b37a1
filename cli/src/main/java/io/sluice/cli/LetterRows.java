package io.sluice.cli;

import io.sluice.cli.LetterSort.Key;
import io.sluice.replay.letter.OpenLetter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/**
 * The rows of one page. Letters are not kept: of each a row and what it is sorted by, and no more
 * of them than there are up to the end of the page. Not thread-safe.
 *
 * @param <T> a row
 */
final class LetterRows<T> {
  private final LetterSort sort;
  private final LetterPaging paging;
  private final Comparator<Row<T>> order;

  /** The last in order first, which is the one to drop. */
  private final PriorityQueue<Row<T>> rows;

  private long seen;

  private record Row<T>(List<Key> keys, T cells) {}

  LetterRows(LetterSort sort, LetterPaging paging) {
    this.sort = sort;
    this.paging = paging;
    this.order = (a, b) -> sort.compare(a.keys(), b.keys());
    this.rows = new PriorityQueue<>(order.reversed());
  }

  /**
   * Adds a letter.
   *
   * @param cells made only for a letter that may be on the page
   */
  void add(OpenLetter letter, Supplier<T> cells) {
    seen++;
    List<Key> keys = sort.keys(letter);
    Row<T> last = rows.peek();
    if (rows.size() < paging.end() || (last != null && sort.compare(keys, last.keys()) < 0)) {
      rows.add(new Row<>(keys, cells.get()));
    }
    if (rows.size() > paging.end()) {
      Row<T> unused = rows.poll();
    }
  }

  /** How many letters were added, on the page or not. */
  long seen() {
    return seen;
  }

  /** The rows of the page in their order. */
  List<T> page() {
    List<Row<T>> sorted = new ArrayList<>(rows);
    sorted.sort(order);
    return sorted.stream().skip(paging.before()).map(Row::cells).toList();
  }
}
