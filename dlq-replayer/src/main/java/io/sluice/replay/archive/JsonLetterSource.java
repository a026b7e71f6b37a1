package io.sluice.replay.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.replay.letter.DeadLetter;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** JSON Lines: one letter a line, blank lines passed over. */
final class JsonLetterSource implements LetterSource {
  private static final JsonFactory JSON = JsonLimits.factory();
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(BUFFER_BYTES);
  private long number;

  JsonLetterSource(InputStream in) {
    this.in = new BufferedInputStream(in, BUFFER_BYTES);
  }

  @Override
  public @Nullable DeadLetter next() throws IOException {
    while (readLine()) {
      try (JsonParser parser = JSON.createParser(line.toByteArray())) {
        JsonToken first = parser.nextToken();
        if (first != null) {
          DeadLetter letter = new JsonLetter(parser).read();
          if (parser.nextToken() != null) {
            throw new IllegalArgumentException("there is more on it than one letter");
          }
          return letter;
        }
      }
    }
    return null;
  }

  @Override
  public String where(long read) {
    return ", line " + number + ": ";
  }

  /** False at the end. */
  private boolean readLine() throws IOException {
    line.reset();
    number++;
    int b = in.read();
    if (b < 0) {
      return false;
    }
    while (b >= 0 && b != '\n') {
      if (line.size() == JsonLimits.LONGEST_LINE) {
        throw new IllegalArgumentException(
            "it is longer than " + JsonLimits.LONGEST_LINE + " bytes, too long for a letter");
      }
      line.write(b);
      b = in.read();
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
