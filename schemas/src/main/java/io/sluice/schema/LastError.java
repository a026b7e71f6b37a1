package io.sluice.schema;

import java.io.PrintWriter;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/** Why the last attempt failed, as text that fits into headers. */
public record LastError(String className, @Nullable String message, @Nullable String stackTrace) {

  /** How much of a stack trace is kept unless told otherwise, bytes of UTF-8. */
  public static final int DEFAULT_STACK_TRACE_BYTES = 2_048;

  private static final int MAX_MESSAGE_BYTES = 2_048;
  private static final String MARK = "…";
  private static final int MARK_BYTES = 3;

  /** Keeps {@link #DEFAULT_STACK_TRACE_BYTES} of the stack trace. */
  public static LastError of(Throwable error) {
    return of(error, DEFAULT_STACK_TRACE_BYTES);
  }

  /**
   * Message and stack trace are cut, so that a dead letter never outgrows what its topic takes.
   *
   * @param stackTraceBytes how much of the stack trace is kept, bytes of UTF-8; 0: none
   */
  public static LastError of(Throwable error, int stackTraceBytes) {
    String message = message(error);
    return new LastError(
        error.getClass().getName(),
        message == null ? null : cut(message, MAX_MESSAGE_BYTES),
        stackTraceBytes <= 0 ? null : cut(beginning(error, stackTraceBytes), stackTraceBytes));
  }

  private static @Nullable String message(Throwable error) {
    try {
      return error.getMessage();
    } catch (RuntimeException fromTheUsersException) {
      return "its message cannot be had: " + fromTheUsersException.getClass().getName();
    }
  }

  /** A little more of the stack trace than is kept; what comes after it is never rendered. */
  private static String beginning(Throwable error, int bytes) {
    Beginning text = new Beginning(bytes);
    try {
      error.printStackTrace(new PrintWriter(text));
    } catch (RuntimeException fullOrFromTheUsersException) {
      // What has been written by then is the beginning.
    }
    return text.toString();
  }

  /** Text in no more bytes, whole characters only, with a mark where something is missing. */
  private static String cut(String text, int bytes) {
    String mark = bytes < MARK_BYTES ? "" : MARK;
    int room = mark.isEmpty() ? bytes : bytes - MARK_BYTES;
    int used = 0;
    int kept = 0;
    int at = 0;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      at += Character.charCount(character);
      used += bytes(character);
      if (used > bytes) {
        return text.substring(0, kept) + mark;
      }
      if (used <= room) {
        kept = at;
      }
    }
    return text;
  }

  private static int bytes(int character) {
    if (character < 0x80 || (character >= 0xD800 && character <= 0xDFFF)) {
      return 1; // Half a surrogate pair becomes a question mark.
    }
    return character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
  }

  /** Takes text until it has enough, and then ends whoever writes. */
  private static final class Beginning extends Writer {
    private final StringBuilder text = new StringBuilder();
    private final long enough;

    /** No character takes less than a byte, so one more character than bytes is enough. */
    Beginning(int bytes) {
      enough = bytes + 1L;
    }

    @Override
    public void write(char[] from, int offset, int length) {
      text.append(from, offset, taken(length));
      endIfEnough();
    }

    @Override
    public void write(String from, int offset, int length) {
      text.append(from, offset, offset + taken(length));
      endIfEnough();
    }

    private int taken(int length) {
      return (int) Math.min(length, enough - text.length());
    }

    private void endIfEnough() {
      if (text.length() >= enough) {
        throw new Enough();
      }
    }

    @Override
    public String toString() {
      return text.toString();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super(null, null, false, false);
    }
  }
}
