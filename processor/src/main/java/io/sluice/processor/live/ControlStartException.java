package io.sluice.processor.live;

import org.jspecify.annotations.Nullable;

/** The control topic could not be read at the start; the message tells a person what to do. */
public final class ControlStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ControlStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
