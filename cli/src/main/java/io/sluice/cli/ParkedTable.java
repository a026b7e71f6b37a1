package io.sluice.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.processor.parked.Blocked;
import io.sluice.processor.parked.ParkedLine;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The lines of parked events, the worst first, as a table or as JSON. */
final class ParkedTable {
  private static final int MOST_OF_A_CELL = 40;

  private final Instant now;
  private final List<Row> rows = new ArrayList<>();

  private record Row(String pipeline, ParkedLine line) {}

  ParkedTable(Instant now) {
    this.now = now;
  }

  void add(String pipeline, ParkedLine line) {
    rows.add(new Row(pipeline, line));
  }

  int size() {
    return rows.size();
  }

  /**
   * @param most how many rows at most
   */
  void print(PrintWriter out, long most) {
    boolean several = rows.stream().map(Row::pipeline).distinct().count() > 1;
    String[] headings = {"PIPELINE", "KEY", "DEPTH", "AGE", "STATE", "HEAD", "TYPE", "PARTITION"};
    int from = several ? 0 : 1;
    TextTable table = new TextTable(Arrays.copyOfRange(headings, from, headings.length));
    for (Row row : worst(most)) {
      ParkedLine line = row.line();
      Blocked head = line.head();
      Object[] cells = {
        row.pipeline(),
        // Whole, for it is what release and discard are told.
        KeyText.of(line.key()),
        line.depth(),
        PlainText.age(since(head), now),
        word(head.state()),
        PlainText.line(head.id()),
        PlainText.cut(PlainText.line(head.type()), MOST_OF_A_CELL),
        line.partition()
      };
      table.row(Arrays.copyOfRange(cells, from, cells.length));
    }
    table.print(out);
  }

  /**
   * @param most how many at most
   */
  List<ObjectNode> toJson(long most) {
    return worst(most).stream().map(row -> json(row.pipeline(), row.line(), now)).toList();
  }

  static String word(Blocked.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private List<Row> worst(long most) {
    return rows.stream()
        .sorted(Comparator.comparing(Row::line, ParkedLine.WORST_FIRST))
        .limit(most)
        .toList();
  }

  private static ObjectNode json(String pipeline, ParkedLine line, Instant now) {
    Blocked head = line.head();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("pipeline", pipeline);
    json.put("key", KeyText.of(line.key()));
    json.put("depth", line.depth());
    json.put("since", since(head).toString());
    json.put("age_ms", Math.max(0, now.toEpochMilli() - head.sinceMs()));
    json.put("state", word(head.state()));
    json.put("partition", line.partition());
    json.putObject("head")
        .put("id", head.id())
        .put("type", head.type())
        .put("topic", head.origin().topic())
        .put("partition", head.origin().partition())
        .put("offset", head.origin().offset());
    return json;
  }

  private static Instant since(Blocked head) {
    return Instant.ofEpochMilli(head.sinceMs());
  }
}
