package io.sluice.local;

/**
 * The local cluster cannot do what was asked. The message is meant for the person at the terminal:
 * what is wrong, where, and what to do.
 */
public abstract sealed class LocalClusterException extends RuntimeException
    permits LocalPortInUseException, LocalFolderInUseException, LocalStartException {

  LocalClusterException(String message) {
    super(message);
  }

  LocalClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
