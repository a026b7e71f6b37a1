package io.sluice.local;

/** The broker or the registry did not start, or did not answer in time. */
public final class LocalStartException extends LocalClusterException {

  LocalStartException(String message) {
    super(message);
  }

  LocalStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
