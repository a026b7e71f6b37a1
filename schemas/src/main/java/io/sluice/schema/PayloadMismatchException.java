package io.sluice.schema;

import org.jspecify.annotations.Nullable;

/**
 * A payload does not fit the schema it is to be written with or read as. Permanent. The message
 * reads {@code $.amount_cents: expected long, found string "12"}.
 */
public final class PayloadMismatchException extends EventFormatException {

  private static final long serialVersionUID = 1L;

  private final String jsonPath;
  private final String expected;
  private final String found;

  public PayloadMismatchException(String jsonPath, String expected, String found) {
    this(jsonPath, expected, found, null);
  }

  public PayloadMismatchException(
      String jsonPath, String expected, String found, @Nullable Throwable cause) {
    super(jsonPath + ": expected " + expected + ", found " + found, cause);
    this.jsonPath = jsonPath;
    this.expected = expected;
    this.found = found;
  }

  /** Where, from the payload's root: {@code $.lines[2].price}. */
  public String jsonPath() {
    return jsonPath;
  }

  /** What the schema asks for there. */
  public String expected() {
    return expected;
  }

  /** What is there instead. */
  public String found() {
    return found;
  }
}
