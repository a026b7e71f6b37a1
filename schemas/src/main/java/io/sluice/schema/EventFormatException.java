package io.sluice.schema;

import org.jspecify.annotations.Nullable;

/**
 * Bytes, schemas and JSON that do not fit each other. What to do depends on the kind: {@link
 * #isPassing()} tells whether the same call may succeed later with the same input.
 */
public abstract sealed class EventFormatException extends RuntimeException
    permits IncompatibleSchemaException,
        MalformedEventException,
        PayloadMismatchException,
        RegistryUnavailableException,
        StepRefusedException,
        UnknownSchemaException {

  private static final long serialVersionUID = 1L;

  EventFormatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** True when waiting may cure it; an event that meets such a fault must not be dead-lettered. */
  public boolean isPassing() {
    return false;
  }
}
