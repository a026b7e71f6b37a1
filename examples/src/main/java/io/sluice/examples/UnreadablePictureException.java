package io.sluice.examples;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file is there, but is no picture that can be read: wrong format, damaged, or too large to
 * decode safely. Meant for a policy's {@code dead_letter_on}.
 */
public final class UnreadablePictureException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadablePictureException(Path picture, String problem) {
    this(picture, problem, null);
  }

  UnreadablePictureException(Path picture, String problem, @Nullable Throwable cause) {
    super(picture + " " + problem, cause);
  }
}
