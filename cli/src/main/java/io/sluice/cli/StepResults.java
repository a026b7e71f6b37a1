package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.schema.EventCodec;
import io.sluice.schema.MalformedEventException;
import io.sluice.schema.UnknownSchemaException;
import io.sluice.schema.avro.Envelope;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Metadata;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What handlers returned, as JSON for people. */
final class StepResults {
  private StepResults() {}

  /** The result in a status; null where it has none; a sentence where it cannot be read. */
  static @Nullable JsonNode of(EventStatus status, EventCodec codec) {
    ByteBuffer result = status.getResult();
    if (result == null) {
      return null;
    }
    try {
      // A result is written as a payload is, under a subject of its own.
      return codec.writtenData(
          new Envelope(
              status.getId(),
              status.getType() + ".result",
              1,
              status.getAt(),
              status.getPipeline(),
              result,
              new Metadata(null, null, null, null, Map.of(), null)));
    } catch (MalformedEventException | UnknownSchemaException e) {
      return TextNode.valueOf(
          "(" + result.remaining() + " bytes that cannot be read: " + e.getMessage() + ")");
    }
  }
}
