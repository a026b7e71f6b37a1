package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventFormatException;
import io.sluice.schema.avro.Envelope;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Metadata;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What handlers returned, as JSON for people. */
final class StepResults {
  /** Half of what Jackson writes, so that a result can be put into other JSON. */
  private static final int DEEPEST = 500;

  private StepResults() {}

  /** The result in a status; null where it has none; a sentence where it cannot be read. */
  static @Nullable JsonNode of(EventStatus status, EventCodec codec) {
    ByteBuffer result = status.getResult();
    if (result == null) {
      return null;
    }
    try {
      // A result is written as a payload is, under a subject of its own.
      JsonNode read =
          codec.writtenData(
              new Envelope(
                  status.getId(),
                  status.getType() + ".result",
                  1,
                  status.getAt(),
                  status.getPipeline(),
                  result,
                  new Metadata(null, null, null, null, Map.of(), null)));
      return isTooDeep(read)
          ? unreadable(result, "it is nested deeper than " + DEEPEST + " levels")
          : read;
    } catch (RuntimeException | StackOverflowError e) {
      // Handlers return what they like, such as a decimal of no bytes.
      if (e instanceof EventFormatException format && format.isPassing()) {
        throw format;
      }
      return unreadable(result, e instanceof EventFormatException ? e.getMessage() : e.toString());
    }
  }

  private static TextNode unreadable(ByteBuffer result, @Nullable String why) {
    return TextNode.valueOf("(" + result.remaining() + " bytes that cannot be read: " + why + ")");
  }

  /** By levels, as a method that calls itself may end in an overflow of the stack. */
  private static boolean isTooDeep(JsonNode json) {
    List<JsonNode> level = List.of(json);
    for (int depth = 0; !level.isEmpty(); depth++) {
      if (depth > DEEPEST) {
        return true;
      }
      List<JsonNode> below = new ArrayList<>();
      level.forEach(node -> node.forEach(below::add));
      level = below;
    }
    return false;
  }
}
