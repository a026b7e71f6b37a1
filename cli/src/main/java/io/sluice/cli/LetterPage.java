package io.sluice.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.replay.DeadLetter;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.HexFormat;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * All about one dead letter, as text or JSON.
 *
 * @param handled true when it has been replayed
 */
record LetterPage(DeadLetter letter, boolean handled, LetterContent content) {
  private static final int MOST_BYTES_SHOWN = 256;
  private static final int MOST_OF_A_HEADER = 100;

  ObjectNode toJson() {
    ObjectNode json = LetterJson.of(letter, handled);
    LastError error = letter.error();
    json.put("stack_trace", error == null ? null : error.stackTrace());
    json.set("headers", LetterJson.headers(letter));
    json.set("event", content.event());
    json.put("unreadable", content.unreadable());
    byte @Nullable [] value = letter.raw().value();
    if (content.event() == null && value != null) {
      json.put("value_base64", LetterJson.base64(value));
    }
    return json;
  }

  void print(PrintWriter out, Instant now) {
    field(out, "id", letter.id());
    field(out, "type", letter.type());
    field(out, "key", letter.key());
    field(out, "lies at", letter.place() + (handled ? ", replayed" : ", waiting"));
    field(out, "pipeline", letter.pipeline());
    field(out, "reason", letter.reason());
    field(out, "attempts", Integer.toString(letter.attempts()));
    field(out, "replays", Integer.toString(letter.replayCount()));
    field(out, "origin", origin());
    field(
        out, "dead since", letter.deadAt() + " (" + PlainText.age(letter.deadAt(), now) + " ago)");
    printError(out);
    printHeaders(out);
    printContent(out);
    out.flush();
  }

  private @Nullable String origin() {
    Origin origin = letter.origin();
    if (origin == null) {
      return null;
    }
    return origin.timestampMs() < 0
        ? origin.syntheticId()
        : origin.syntheticId() + ", " + Instant.ofEpochMilli(origin.timestampMs());
  }

  private void printError(PrintWriter out) {
    LastError error = letter.error();
    if (error == null) {
      return;
    }
    String stackTrace = error.stackTrace();
    field(
        out, "error", error.className() + (error.message() == null ? "" : ": " + error.message()));
    if (stackTrace != null) {
      PlainText.lines(stackTrace).lines().forEach(line -> out.println("  " + line));
    }
  }

  private void printHeaders(PrintWriter out) {
    out.println("headers");
    TextTable table = new TextTable("  NAME", "VALUE");
    for (Header header : letter.raw().headers()) {
      String value =
          header.value() == null
              ? "null"
              : LetterJson.text(header.value())
                  .map(text -> PlainText.cut(PlainText.line(text), MOST_OF_A_HEADER))
                  .orElseGet(() -> hex(header.value()));
      table.row("  " + PlainText.line(header.key()), value);
    }
    table.print(out);
  }

  private void printContent(PrintWriter out) {
    ObjectNode event = content.event();
    if (event != null) {
      out.println("event");
      out.println(event.toPrettyString());
      return;
    }
    field(out, "unreadable", content.unreadable());
    byte @Nullable [] value = letter.raw().value();
    field(out, "value", value == null ? "null" : value.length + " bytes: " + hex(value));
  }

  private static void field(PrintWriter out, String name, @Nullable String value) {
    out.println(String.format("%-11s", name) + PlainText.line(value));
  }

  private static String hex(byte[] bytes) {
    int shown = Math.min(bytes.length, MOST_BYTES_SHOWN);
    return HexFormat.of().formatHex(bytes, 0, shown) + (shown < bytes.length ? "…" : "");
  }
}
