package io.sluice.replay.letter;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.avro.Envelope;
import org.jspecify.annotations.Nullable;

/**
 * What is in a letter.
 *
 * @param kind what the value is
 * @param envelope of an {@link Kind#EVENT}; null for every other kind
 * @param json the payload of an event, or a value of AVRO or JSON; null for every other kind, and
 *     where it cannot be read
 * @param schema full name of the Avro schema that the payload or value names, also where it cannot
 *     be read by it; null where it names none
 * @param schemaId its id in the registry; null where none
 * @param fault why it is no event that can be read; null for an event that can
 */
public record LetterContent(
    Kind kind,
    @Nullable Envelope envelope,
    @Nullable JsonNode json,
    @Nullable String schema,
    @Nullable Integer schemaId,
    @Nullable Fault fault) {

  /** What a value is, the first that fits. */
  public enum Kind {
    /** Our envelope; its payload may still be unreadable. */
    EVENT,
    /** Avro of the registry, in Confluent's wire format. */
    AVRO,
    /** One JSON document. */
    JSON,
    /** UTF-8 without control characters, but for tabs and line ends. */
    TEXT,
    /** Anything else. */
    BYTES,
    /** No value at all. */
    NOTHING
  }

  /**
   * Why something cannot be read.
   *
   * @param message for a person
   * @param atByte where in the value it went wrong, counted from 0; null where that is not known
   */
  public record Fault(String message, @Nullable Integer atByte) {}

  /** True for an event whose payload can be read too. */
  public boolean isReadable() {
    return kind == Kind.EVENT && fault == null;
  }
}
