package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/** JSON values and Avro schemas as words for error messages, and paths to where they stand. */
final class JsonKinds {

  private static final int MAX_SHOWN = 60;

  private JsonKinds() {}

  /** {@code string "12"}, {@code number 3.5}, {@code an object}. */
  static String describe(JsonNode json) {
    return switch (json.getNodeType()) {
      case STRING -> "string " + shorten(json.toString());
      case NUMBER -> "number " + shorten(json.toString());
      case BOOLEAN -> "boolean " + json;
      case ARRAY -> "an array";
      case OBJECT, POJO -> "an object";
      case BINARY -> "bytes";
      case NULL -> "null";
      case MISSING -> "nothing";
    };
  }

  /** {@code long}, {@code enum Currency (EUR, USD)}, {@code null or string}. */
  static String describe(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> "an object (" + schema.getName() + ")";
      case ENUM -> "one of " + String.join(", ", schema.getEnumSymbols());
      case FIXED -> schema.getFixedSize() + " bytes (" + schema.getName() + ")";
      case ARRAY -> "an array";
      case MAP -> "an object";
      case UNION ->
          schema.getTypes().stream().map(JsonKinds::describe).collect(Collectors.joining(" or "));
      default ->
          schema.getLogicalType() == null
              ? schema.getType().getName()
              : schema.getType().getName() + " (" + schema.getLogicalType().getName() + ")";
    };
  }

  /** {@code $.a} and {@code b} make {@code $.a.b}; a name with other signs is put in brackets. */
  static String child(String path, String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_-]*")
        ? path + "." + name
        : path + "['" + name.replace("'", "\\'") + "']";
  }

  /** The candidate that a mistyped word most likely meant, if any is near. */
  static Optional<String> nearest(String word, Iterable<String> candidates) {
    String best = null;
    int least = Math.max(1, word.length() / 2) + 1;
    List<String> all = new ArrayList<>();
    candidates.forEach(all::add);
    for (String candidate : all) {
      int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Levenshtein's, one row at a time. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int above = row[j];
        int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(diagonal + change, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[other.length()];
  }

  private static String shorten(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }
}
