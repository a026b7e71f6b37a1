package io.sluice.schema;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityResult;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;
import org.jspecify.annotations.Nullable;

/** Why a registry refused a schema, told so that its author finds the field. */
final class Refusals {

  private static final Pattern NAMED =
      Pattern.compile("field '([^']+)'|additionalInfo:\\s*'([^']+)'", Pattern.CASE_INSENSITIVE);
  private static final Pattern EXCEPTION_NAME = Pattern.compile("^(?:\\w+\\.)+\\w+Exception: ");
  private static final Pattern LOCATED = Pattern.compile("(?:/fields/\\d+(?:/type(?:/\\d+)?)*)+");

  private Refusals() {}

  static IncompatibleSchemaException notRegistered(String subject, Schema schema) {
    return new IncompatibleSchemaException(
        subject,
        "this version of "
            + schema.getFullName()
            + " is not registered; register it first, or set auto.register.schemas=true",
        null,
        null);
  }

  /** From a registry's message: Confluent's names the field, Apicurio's gives its JSON pointer. */
  static IncompatibleSchemaException told(String subject, Schema schema, String answer) {
    String message = EXCEPTION_NAME.matcher(answer).replaceFirst("");
    Matcher named = NAMED.matcher(message);
    String field = null;
    if (named.find()) {
      field = named.group(1) != null ? named.group(1) : named.group(2);
    } else {
      Matcher located = LOCATED.matcher(message);
      if (located.find()) {
        field = fieldAt(schema, located.group());
      }
    }
    return new IncompatibleSchemaException(subject, message, field, null);
  }

  static IncompatibleSchemaException incompatible(
      String subject, Schema schema, String description, SchemaCompatibilityResult result) {
    List<Incompatibility> causes = result.getIncompatibilities();
    if (causes.isEmpty()) {
      return new IncompatibleSchemaException(subject, description, null, null);
    }
    Incompatibility first = causes.get(0);
    return new IncompatibleSchemaException(
        subject,
        first.getType() + " at " + first.getLocation() + ": " + first.getMessage(),
        fieldAt(schema, first.getLocation()),
        null);
  }

  /** What one schema cannot read of another, in a few words: the field and why. */
  static String firstFault(Schema reader, SchemaPairCompatibility checked) {
    List<Incompatibility> causes = checked.getResult().getIncompatibilities();
    if (causes.isEmpty()) {
      return checked.getDescription();
    }
    Incompatibility first = causes.get(0);
    String field = fieldAt(reader, first.getLocation());
    String where = field == null ? "" : "field " + field + ": ";
    return where
        + switch (first.getType()) {
          case READER_FIELD_MISSING_DEFAULT_VALUE ->
              "it is required, has no default, and is not in what was written";
          case MISSING_ENUM_SYMBOLS -> "the enum lacks " + first.getMessage();
          case NAME_MISMATCH, FIXED_SIZE_MISMATCH, MISSING_UNION_BRANCH, TYPE_MISMATCH ->
              first.getMessage();
        };
  }

  private static @Nullable String fieldAt(Schema schema, String pointer) {
    StringBuilder path = new StringBuilder();
    Schema at = schema;
    Matcher step = Pattern.compile("/fields/(\\d+)|/type/(\\d+)").matcher(pointer);
    while (step.find()) {
      if (step.group(1) == null) {
        int branch = Integer.parseInt(step.group(2));
        at =
            at.getType() == Schema.Type.UNION && branch < at.getTypes().size()
                ? at.getTypes().get(branch)
                : at;
        continue;
      }
      int index = Integer.parseInt(step.group(1));
      if (at.getType() != Schema.Type.RECORD || index >= at.getFields().size()) {
        break;
      }
      Schema.Field field = at.getFields().get(index);
      path.append(path.length() == 0 ? "" : ".").append(field.name());
      at = field.schema();
    }
    return path.length() == 0 ? null : path.toString();
  }
}
