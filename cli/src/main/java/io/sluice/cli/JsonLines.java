package io.sluice.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a JSON Lines file, one at a time: a file of any size, or a pipe that never ends, is
 * read in constant memory. A line that is too long to be an event is skipped to its end, so that
 * the next ones are still read. Not thread-safe.
 */
final class JsonLines implements AutoCloseable {
  /** Far above what a broker takes (1 MB), far below what a heap takes. */
  static final int MAX_LINE_BYTES = 16 * 1024 * 1024;

  /**
   * @param number counted from 1
   * @param bytes without the line's end
   * @param endOffset bytes of the file read up to and including this line
   * @param tooLong whether the line went on after {@code bytes}
   */
  record Line(long number, byte[] bytes, long endOffset, boolean tooLong) {

    @Override
    public String toString() {
      return "line " + number;
    }

    boolean isBlank() {
      for (byte b : bytes) {
        if (b != ' ' && b != '\t' && b != '\r') {
          return false;
        }
      }
      return !tooLong;
    }
  }

  private final InputStream in;
  private final int maxLineBytes;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(8192);
  private long number;
  private long offset;

  JsonLines(InputStream in) {
    this(in, MAX_LINE_BYTES);
  }

  JsonLines(InputStream in, int maxLineBytes) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.maxLineBytes = maxLineBytes;
  }

  /** The next line that is not blank; null at the end. */
  @Nullable Line next() throws IOException {
    @Nullable Line line = nextOfAny();
    while (line != null && line.isBlank()) {
      line = nextOfAny();
    }
    return line;
  }

  /** Whether reading on would wait for someone to write. */
  boolean wouldWait() throws IOException {
    return in.available() == 0;
  }

  private @Nullable Line nextOfAny() throws IOException {
    buffer.reset();
    boolean tooLong = false;
    int b = in.read();
    if (b < 0) {
      return null;
    }
    while (b >= 0 && b != '\n') {
      offset++;
      if (buffer.size() < maxLineBytes) {
        buffer.write(b);
      } else {
        tooLong = true;
      }
      b = in.read();
    }
    if (b == '\n') {
      offset++;
    }
    number++;
    return new Line(number, buffer.toByteArray(), offset, tooLong);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
