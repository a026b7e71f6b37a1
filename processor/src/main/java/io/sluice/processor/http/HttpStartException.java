package io.sluice.processor.http;

/** The web server cannot listen where it was told to; the message says what to change. */
public abstract sealed class HttpStartException extends RuntimeException
    permits PortInUseException, CannotListenException {
  private static final long serialVersionUID = 1L;

  HttpStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
