package io.sluice.schema;

import org.jspecify.annotations.Nullable;

/** The registry refuses a schema for a subject. Permanent, until somebody changes the schema. */
public final class IncompatibleSchemaException extends EventFormatException {

  private static final long serialVersionUID = 1L;

  private final String subject;
  private final String reason;
  private final @Nullable String field;

  public IncompatibleSchemaException(
      String subject, String reason, @Nullable String field, @Nullable Throwable cause) {
    super(
        "subject "
            + subject
            + (field == null ? "" : ", field " + field)
            + ": the schema is refused: "
            + reason,
        cause);
    this.subject = subject;
    this.reason = reason;
    this.field = field;
  }

  public String subject() {
    return subject;
  }

  /** Why, in the registry's own words. */
  public String reason() {
    return reason;
  }

  /** Name of the field that does not fit, where the registry's answer tells it. */
  public @Nullable String field() {
    return field;
  }
}
