package io.sluice.replay.filter;

import io.sluice.replay.letter.OpenLetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field as a filter names it.
 *
 * @param path within {@code data}; of {@code header} and {@code label} one name; else empty
 */
record Field(FieldName name, List<Step> path) {

  Field {
    path = List.copyOf(path);
  }

  static Field of(FieldName name) {
    return new Field(name, List.of());
  }

  /** Null when the letter has no such field. */
  @Nullable Object value(OpenLetter letter) {
    return name.value(letter, path);
  }

  String text() {
    StringBuilder text = new StringBuilder(name.text());
    for (Step step : path) {
      text.append(
          name.needsName() && step instanceof Step.Name whole ? whole.textOfWhole() : step.text());
    }
    return text.toString();
  }
}
