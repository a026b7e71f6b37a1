package io.sluice.cli;

/**
 * A mistake of the person at the keyboard, or a state of the world that they can change: its
 * message is all that is printed, so it says what was wrong, where, and what to do.
 */
final class UserErrorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /** A command that was well written and failed: exit code 1. */
  UserErrorException(String message) {
    this(message, ExitCodes.FAILED);
  }

  UserErrorException(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  /** As above, with what led to it; {@code --verbose} shows the cause. */
  UserErrorException(String message, Throwable cause) {
    super(message, cause);
    this.exitCode = ExitCodes.FAILED;
  }

  int exitCode() {
    return exitCode;
  }
}
