package io.sluice.processor.topics;

/** No broker answered. The message names the addresses and how long it was tried. */
public final class BrokerUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BrokerUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
