package io.sluice.processor;

import org.jspecify.annotations.Nullable;

/**
 * A pipeline cannot start, and its message tells a person why and what to do: no broker, a source
 * topic missing or re-partitioned, an incompatible schema, a port in use.
 */
public final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
