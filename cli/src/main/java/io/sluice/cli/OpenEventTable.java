package io.sluice.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events that are not settled yet, as a table or as JSON. Not thread-safe. */
final class OpenEventTable {
  private static final int MOST_OF_A_CELL = 60;

  private final int most;
  private final List<OpenEvent> events = new ArrayList<>();
  private boolean more;

  /**
   * @param most how many at most
   */
  OpenEventTable(int most) {
    this.most = most;
  }

  /** Takes one more; false when there is no room for it. */
  boolean add(OpenEvent event) {
    more = events.size() == most;
    return !more && events.add(event);
  }

  void print(PrintWriter out, Instant now) {
    if (events.isEmpty()) {
      out.println("no such events");
      out.flush();
      return;
    }
    TextTable table =
        new TextTable("STATE", "ID", "TYPE", "KEY", "ATTEMPTS", "DUE", "SINCE", "WHERE", "WHY");
    for (OpenEvent event : events) {
      table.row(
          event.state().word(),
          PlainText.line(event.id()),
          PlainText.cut(PlainText.line(event.type()), MOST_OF_A_CELL),
          PlainText.cut(PlainText.line(event.key()), MOST_OF_A_CELL),
          event.attempt(),
          event.dueAt() == null ? "-" : event.dueAt().truncatedTo(ChronoUnit.SECONDS),
          PlainText.age(event.since(), now),
          PlainText.line(event.where()),
          PlainText.cut(PlainText.line(event.why()), MOST_OF_A_CELL));
    }
    table.print(out);
    if (more) {
      out.println();
      out.println("the first " + most + " shown; --limit N shows more");
      out.flush();
    }
  }

  List<ObjectNode> toJson() {
    return events.stream().map(OpenEventTable::json).toList();
  }

  private static ObjectNode json(OpenEvent event) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("state", event.state().word());
    json.put("id", event.id());
    json.put("type", event.type());
    json.put("key", event.key());
    json.put("attempts", event.attempt());
    json.put("due_at", text(event.dueAt()));
    json.put("since", text(event.since()));
    json.put("where", event.where());
    json.put("why", event.why());
    return json;
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
