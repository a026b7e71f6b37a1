package io.sluice.cli;

import io.sluice.replay.Verdict;
import io.sluice.replay.VerdictListener;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.Place;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * What is to become of letters, the first of them: those that are not simply moved before all
 * others, as those are what a person looks for. Not thread-safe.
 */
final class VerdictTable implements VerdictListener {
  private static final int ROWS = 20;
  private static final int MOST_OF_AN_ID = 60;

  private final List<Object[]> moved = new ArrayList<>();
  private final List<Object[]> others = new ArrayList<>();
  private long count;

  @Override
  public void judged(DeadLetter letter, Verdict verdict) {
    add(letter.place(), letter.id(), verdict);
  }

  void add(Place place, String id, Verdict verdict) {
    count++;
    boolean plain = verdict.fate() == Verdict.Fate.REPLAY || verdict.fate() == Verdict.Fate.DISCARD;
    List<Object[]> rows = plain ? moved : others;
    if (rows.size() < ROWS) {
      rows.add(row(place, id, verdict));
    }
  }

  /** Prints nothing where there was no letter. */
  void print(PrintWriter out) {
    if (count == 0) {
      return;
    }
    TextTable table = new TextTable("LETTER", "ID", "VERDICT", "TO", "REPLAYS", "NOTES");
    Stream.concat(others.stream(), moved.stream()).limit(ROWS).forEach(table::row);
    table.print(out);
    if (count > ROWS) {
      out.println(
          "and " + ReplayText.number(count - ROWS) + " more; --json or --plan FILE has them all");
    }
    out.println();
    out.flush();
  }

  private static Object[] row(Place place, String id, Verdict verdict) {
    TopicPartition to = verdict.to();
    return new Object[] {
      place,
      PlainText.cut(PlainText.line(id), MOST_OF_AN_ID),
      verdict.fate().word(),
      to == null ? "-" : ReplayText.place(to),
      verdict.fate() == Verdict.Fate.REPLAY ? verdict.replayCount() : "-",
      notes(verdict)
    };
  }

  private static String notes(Verdict verdict) {
    List<String> notes = new ArrayList<>();
    if (verdict.change() != null) {
      notes.add(verdict.change().word());
    }
    if (verdict.why() != null) {
      notes.add(verdict.why());
    }
    notes.addAll(verdict.notes());
    return PlainText.line(String.join("; ", notes));
  }
}
