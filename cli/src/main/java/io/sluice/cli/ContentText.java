package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.LetterContent;
import io.sluice.replay.letter.LetterContent.Fault;
import io.sluice.replay.letter.LetterContent.Kind;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.EventJson;
import io.sluice.schema.avro.Envelope;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is in a letter, as text: shown as what it is. */
final class ContentText {
  private static final int MOST_BYTES_SHOWN = 256;
  private static final int MOST_CHARACTERS_SHOWN = 20_000;

  private final DeadLetter letter;
  private final LetterContent content;

  ContentText(DeadLetter letter, LetterContent content) {
    this.letter = letter;
    this.content = content;
  }

  /** The event with its delivery state; null for another kind. A payload not read is null in it. */
  static @Nullable JsonNode event(DeadLetter letter, LetterContent content) {
    Envelope envelope = content.envelope();
    JsonNode data = content.json() == null ? NullNode.getInstance() : content.json();
    return envelope == null
        ? null
        : EventJson.of(envelope, data, DeliveryHeaders.read(letter.raw().headers()));
  }

  void print(PrintWriter out) {
    byte @Nullable [] value = letter.raw().value();
    LetterPage.field(out, "content", kind(value));
    Fault fault = content.fault();
    boolean allShown = false;
    if (fault != null) {
      boolean shown = content.kind() == Kind.AVRO || content.kind() == Kind.JSON;
      LetterPage.field(out, shown ? "no event" : "unreadable", fault.message());
      allShown = printPlace(out, fault.atByte(), value);
    }
    switch (content.kind()) {
      case EVENT -> printJson(out, event(letter, content));
      case AVRO, JSON -> printJson(out, content.json());
      case TEXT -> printCut(out, new String(bytes(value), StandardCharsets.UTF_8));
      case BYTES -> {
        if (!allShown) {
          HexDump.print(out, bytes(value), MOST_BYTES_SHOWN);
        }
      }
      case NOTHING -> {
        // That there is nothing has been said.
      }
    }
  }

  private String kind(byte @Nullable [] value) {
    String size = String.format(Locale.ROOT, "%,d bytes", bytes(value).length);
    String schema = content.schema() + " (schema id " + content.schemaId() + ")";
    return switch (content.kind()) {
      case EVENT -> "event" + (content.schema() == null ? "" : " of " + schema) + ", " + size;
      case AVRO -> "Avro, " + schema + ", " + size;
      case JSON -> "JSON, " + size;
      case TEXT -> "text, " + size;
      case BYTES -> size + (content.schema() == null ? "" : " that name the schema " + schema);
      case NOTHING -> "nothing";
    };
  }

  /** Bytes that are all text tell more as text; of what is no Avro at all, the place is byte 0. */
  private boolean printPlace(PrintWriter out, @Nullable Integer atByte, byte @Nullable [] value) {
    boolean binary = content.kind() == Kind.EVENT || content.kind() == Kind.BYTES;
    return atByte != null
        && value != null
        && binary
        && HexDump.printAround(out, value, Math.min(atByte, value.length));
  }

  private static void printJson(PrintWriter out, @Nullable JsonNode json) {
    if (json != null) {
      printCut(out, json.toPrettyString());
    }
  }

  private static void printCut(PrintWriter out, String text) {
    int end = Math.min(text.length(), MOST_CHARACTERS_SHOWN);
    out.println(PlainText.lines(text.substring(0, end)).stripTrailing());
    if (end < text.length()) {
      out.println("… " + (text.length() - end) + " more characters; --json has all of them");
    }
  }

  private static byte[] bytes(byte @Nullable [] value) {
    return value == null ? new byte[0] : value;
  }
}
