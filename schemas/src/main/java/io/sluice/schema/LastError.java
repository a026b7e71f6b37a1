package io.sluice.schema;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/** Why the last attempt failed, as text that fits into headers. */
public record LastError(String className, @Nullable String message, @Nullable String stackTrace) {

  private static final int MAX_MESSAGE = 2_048;
  private static final int MAX_STACK_TRACE = 2_048;

  /**
   * Message and stack trace are cut at 2,048 characters each, so that a dead letter never outgrows
   * what its topic takes.
   */
  public static LastError of(Throwable error) {
    StringWriter trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace));
    String message = error.getMessage();
    return new LastError(
        error.getClass().getName(),
        message == null ? null : cut(message, MAX_MESSAGE),
        cut(trace.toString(), MAX_STACK_TRACE));
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }
}
