package io.sluice.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.replay.LetterStory;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.Fingerprint;
import io.sluice.replay.letter.LetterContent;
import io.sluice.replay.letter.LetterContent.Fault;
import io.sluice.replay.letter.LetterContent.Kind;
import io.sluice.schema.LastError;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** All about one dead letter, as JSON. */
final class LetterPageJson {
  private LetterPageJson() {}

  /**
   * @param hex with key and value as hexadecimal digits
   */
  static ObjectNode of(LetterStory story, boolean hex) {
    DeadLetter letter = story.letter();
    ObjectNode json = LetterJson.of(letter, story.state());
    json.set("fingerprint", StatsJson.json(Fingerprint.of(letter)));
    LastError error = letter.error();
    json.put("stack_trace", error == null ? null : error.stackTrace());
    json.set("headers", LetterJson.headers(letter));
    putContent(json, letter, story.content());
    json.put("content_unavailable", story.contentFault());
    json.set("history", StatusHistory.statuses(story.history()));
    json.put("history_unavailable", story.historyFault());
    putBytes(json, story, hex);
    return json;
  }

  private static void putContent(
      ObjectNode json, DeadLetter letter, @Nullable LetterContent content) {
    if (content == null) {
      json.putNull("kind");
      json.putNull("event");
      return;
    }
    json.put("kind", content.kind().name().toLowerCase(Locale.ROOT));
    json.put("schema", content.schema());
    json.put("schema_id", content.schemaId());
    json.set("event", ContentText.event(letter, content));
    byte @Nullable [] value = letter.raw().value();
    if (content.kind() == Kind.TEXT && value != null) {
      json.put("content", new String(value, StandardCharsets.UTF_8));
    } else if (content.kind() != Kind.EVENT) {
      json.set("content", content.json());
    }
    Fault fault = content.fault();
    json.put("unreadable", fault == null ? null : fault.message());
    json.put("unreadable_at_byte", fault == null ? null : fault.atByte());
  }

  private static void putBytes(ObjectNode json, LetterStory story, boolean hex) {
    byte @Nullable [] key = story.letter().raw().key();
    byte @Nullable [] value = story.letter().raw().value();
    boolean told = story.content() != null && story.content().isReadable();
    if (value != null && !told) {
      json.put("value_base64", LetterJson.base64(value));
    }
    if (hex) {
      json.put("key_hex", key == null ? null : HexFormat.of().formatHex(key));
      json.put("value_hex", value == null ? null : HexFormat.of().formatHex(value));
    }
  }
}
