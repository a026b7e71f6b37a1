package io.sluice.schema;

import org.jspecify.annotations.Nullable;

/**
 * Bytes are not what they claim to be: no Confluent wire format, Avro that ends too early or goes
 * on too long, or a record of another kind than the one wanted. Permanent.
 */
public final class MalformedEventException extends EventFormatException {

  private static final long serialVersionUID = 1L;

  private final @Nullable Integer atByte;

  public MalformedEventException(String message) {
    this(message, null, null);
  }

  public MalformedEventException(String message, @Nullable Throwable cause) {
    this(message, null, cause);
  }

  /**
   * @param atByte see {@link #atByte()}
   */
  public MalformedEventException(
      String message, @Nullable Integer atByte, @Nullable Throwable cause) {
    super(message, cause);
    this.atByte = atByte;
  }

  /**
   * Where it went wrong, counted from 0 in the bytes that were read: the record's value, or the
   * payload in it. As many as there are bytes when they end too early; null where it is not known.
   */
  public @Nullable Integer atByte() {
    return atByte;
  }
}
