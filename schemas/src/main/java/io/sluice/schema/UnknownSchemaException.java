package io.sluice.schema;

import org.jspecify.annotations.Nullable;

/** The registry answers, and has no schema of that id. Permanent. */
public final class UnknownSchemaException extends EventFormatException {

  private static final long serialVersionUID = 1L;

  private final int schemaId;

  public UnknownSchemaException(int schemaId, String registry, @Nullable Throwable cause) {
    super("schema id " + schemaId + " is not known to the registry " + registry, cause);
    this.schemaId = schemaId;
  }

  /** The id that stood in the bytes. */
  public int schemaId() {
    return schemaId;
  }
}
