package io.sluice.replay.archive;

import org.jspecify.annotations.Nullable;

/**
 * A file of letters could not be written or read. The message is for the person who asked: which
 * file, where in it, what is wrong.
 */
public final class ArchiveException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ArchiveException(String message) {
    this(message, null);
  }

  ArchiveException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
