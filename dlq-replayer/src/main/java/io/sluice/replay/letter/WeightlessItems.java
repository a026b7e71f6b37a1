package io.sluice.replay.letter;

import java.util.HashSet;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Arrays whose items take no bytes, such as an array of nulls. Ten bytes may say that there are a
 * billion of them, and nothing in the bytes says otherwise, so they are not read. No schema that is
 * of use has any.
 */
final class WeightlessItems {
  private final Set<String> seen = new HashSet<>();

  private WeightlessItems() {}

  /** True if data of that schema may hold any. */
  static boolean in(Schema schema) {
    return new WeightlessItems().within(schema);
  }

  private boolean within(Schema schema) {
    return switch (schema.getType()) {
      case ARRAY ->
          isWeightless(schema.getElementType(), new HashSet<>()) || within(schema.getElementType());
      // A map's keys take bytes.
      case MAP -> within(schema.getValueType());
      case UNION -> schema.getTypes().stream().anyMatch(this::within);
      case RECORD ->
          seen.add(schema.getFullName())
              && schema.getFields().stream().anyMatch(field -> within(field.schema()));
      default -> false;
    };
  }

  private static boolean isWeightless(Schema schema, Set<String> around) {
    return switch (schema.getType()) {
      case NULL -> true;
      case FIXED -> schema.getFixedSize() == 0;
      case RECORD ->
          around.add(schema.getFullName())
              && schema.getFields().stream()
                  .allMatch(field -> isWeightless(field.schema(), around));
      default -> false;
    };
  }
}
