package io.sluice.examples;

/**
 * The event asks for something that no further attempt can do: a date that is none, a name that is
 * no file name, an amount below one cent. Meant for a policy's {@code dead_letter_on}.
 */
public final class InvalidRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says which field of the payload, and what is wrong with its value. */
  InvalidRequestException(String field, String problem) {
    super(field + ": " + problem);
  }
}
