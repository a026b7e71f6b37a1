package io.sluice.cli;

import io.sluice.replay.LetterStory;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.Fingerprint;
import io.sluice.replay.letter.LetterContent;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.HexFormat;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** All about one dead letter, as text. */
final class LetterPage {
  private static final int MOST_BYTES_SHOWN = 256;
  private static final int MOST_OF_A_HEADER = 100;

  private final LetterStory story;
  private final DeadLetter letter;
  private final boolean hex;

  /**
   * @param hex print all bytes of key and value too
   */
  LetterPage(LetterStory story, boolean hex) {
    this.story = story;
    this.letter = story.letter();
    this.hex = hex;
  }

  void print(PrintWriter out, Instant now) {
    field(out, "id", letter.id());
    field(out, "type", letter.type());
    field(out, "handler", letter.handler());
    field(out, "key", letter.key());
    field(out, "lies at", letter.place() + ", " + story.state());
    field(out, "pipeline", letter.pipeline());
    field(out, "reason", letter.reason());
    field(out, "attempts", Integer.toString(letter.attempts()));
    field(out, "replays", Integer.toString(letter.replayCount()));
    field(out, "origin", origin());
    field(
        out, "dead since", letter.deadAt() + " (" + PlainText.age(letter.deadAt(), now) + " ago)");
    Fingerprint fingerprint = Fingerprint.of(letter);
    field(out, "fingerprint", fingerprint.id() + "  " + fingerprint.label());
    printError(out);
    printHistory(out);
    printHeaders(out);
    printContent(out);
    if (hex) {
      printBytes(out, "key", letter.raw().key());
      printBytes(out, "value", letter.raw().value());
    }
    out.flush();
  }

  static void field(PrintWriter out, String name, @Nullable String value) {
    out.println(String.format("%-11s ", name) + PlainText.line(value));
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

  private void printHistory(PrintWriter out) {
    if (story.historyFault() != null) {
      field(out, "history", "cannot be shown: " + story.historyFault());
    } else if (!story.history().isEmpty()) {
      out.println("history");
      new StatusHistory(letter.id(), story.history()).printTable(out, "  ");
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
                  .filter(LetterPage::isPrintable)
                  .map(text -> PlainText.cut(PlainText.line(text), MOST_OF_A_HEADER))
                  .orElseGet(() -> hex(header.value()));
      table.row("  " + PlainText.line(header.key()), value);
    }
    table.print(out);
  }

  /** Numbers in 4 or 8 bytes, as Spring writes them, are UTF-8 too, of control characters. */
  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> Character.isWhitespace(c) || !Character.isISOControl(c));
  }

  private void printContent(PrintWriter out) {
    LetterContent content = story.content();
    if (content != null) {
      new ContentText(letter, content).print(out);
      return;
    }
    field(out, "content", "cannot be shown: " + story.contentFault());
    byte @Nullable [] value = letter.raw().value();
    if (value != null && !hex) {
      HexDump.print(out, value, MOST_BYTES_SHOWN);
    }
  }

  private static void printBytes(PrintWriter out, String name, byte @Nullable [] bytes) {
    if (bytes == null) {
      field(out, name, "null");
      return;
    }
    field(out, name, bytes.length + " bytes");
    HexDump.print(out, bytes, Integer.MAX_VALUE);
  }

  private static String hex(byte[] bytes) {
    int shown = Math.min(bytes.length, MOST_BYTES_SHOWN);
    return HexFormat.of().formatHex(bytes, 0, shown) + (shown < bytes.length ? "…" : "");
  }
}
