package io.sluice.replay.archive;

import io.sluice.replay.letter.OpenLetter;
import io.sluice.schema.RegistryUnavailableException;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.util.function.Consumer;

/** Takes letters one after another and keeps none. Not thread-safe. */
public interface ArchiveWriter extends Closeable {

  /**
   * JSON Lines to wherever text goes, in ASCII, which no terminal takes for orders.
   *
   * @param withoutContent told, at most once, when the registry gives no answer and what people can
   *     read is left out from then on
   */
  static ArchiveWriter jsonLines(Writer to, Consumer<RegistryUnavailableException> withoutContent)
      throws IOException {
    return new JsonArchiveWriter(to, JsonLimits.asciiFactory(), withoutContent);
  }

  /** Adds a letter: its record byte for byte, and what people can read of it. */
  void write(OpenLetter letter) throws IOException;

  /** Writes what is still held back. */
  void flush() throws IOException;

  /** Writes what is still held back, and closes what it writes to. */
  @Override
  void close() throws IOException;
}
