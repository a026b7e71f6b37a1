package io.sluice.cli;

/** A line of the input is not an event: where in the document, and what was expected there. */
final class BadLineException extends Exception {
  private static final long serialVersionUID = 1L;

  private BadLineException(String message) {
    super(message);
  }

  static BadLineException expected(String jsonPath, String expected, String found) {
    return new BadLineException(jsonPath + ": expected " + expected + ", found " + found);
  }

  static BadLineException because(String jsonPath, String reason) {
    return new BadLineException(jsonPath + ": " + reason);
  }
}
