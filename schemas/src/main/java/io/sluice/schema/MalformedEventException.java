package io.sluice.schema;

import org.jspecify.annotations.Nullable;

/**
 * Bytes are not what they claim to be: no Confluent wire format, Avro that ends too early or goes
 * on too long, or a record of another kind than the one wanted. Permanent.
 */
public final class MalformedEventException extends EventFormatException {

  private static final long serialVersionUID = 1L;

  public MalformedEventException(String message) {
    super(message, null);
  }

  public MalformedEventException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
