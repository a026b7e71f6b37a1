package io.sluice.processor.control;

/** A record of the control topic that this Sluice cannot read; the message says why. */
public final class ControlFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ControlFormatException(String message) {
    super(message);
  }

  ControlFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
