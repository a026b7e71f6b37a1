package io.sluice.replay;

import org.jspecify.annotations.Nullable;

/**
 * Dead letters could not be read or moved. The message is for the person who asked: what is wrong
 * and what to do. Letters moved before it are committed and will not be moved again; of the
 * transaction that failed, none or all were moved, and the next replay knows which.
 */
public final class ReplayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReplayException(String message) {
    this(message, null);
  }

  ReplayException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
