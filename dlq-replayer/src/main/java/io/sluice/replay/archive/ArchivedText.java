package io.sluice.replay.archive;

import io.sluice.schema.LastError;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What of a letter is text, for people who look into a file. */
final class ArchivedText {
  private ArchivedText() {}

  /** Class and message of an exception in one text. */
  static @Nullable String error(@Nullable LastError error) {
    if (error == null) {
      return null;
    }
    return error.className() + (error.message() == null ? "" : ": " + error.message());
  }

  /** Bytes as UTF-8; empty when they are none, or are not. */
  static Optional<String> of(byte @Nullable [] bytes) {
    if (bytes == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }
}
