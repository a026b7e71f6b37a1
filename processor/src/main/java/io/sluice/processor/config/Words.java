package io.sluice.processor.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words of the file that stand for the constants of an enum, one for each.
 *
 * @param byWord in the order in which they are offered
 */
record Words<E extends Enum<E>>(Map<String, E> byWord) {
  Words {
    byWord = Collections.unmodifiableMap(new LinkedHashMap<>(byWord));
  }

  /** {@code AT_LEAST_ONCE} is {@code at_least_once}. */
  static <E extends Enum<E>> Words<E> underscored(Class<E> type) {
    return of(type, '_');
  }

  /** {@code DEAD_LETTER} is {@code dead-letter}. */
  static <E extends Enum<E>> Words<E> dashed(Class<E> type) {
    return of(type, '-');
  }

  private static <E extends Enum<E>> Words<E> of(Class<E> type, char between) {
    Map<String, E> byWord = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      byWord.put(constant.name().toLowerCase(Locale.ROOT).replace('_', between), constant);
    }
    return new Words<>(byWord);
  }

  @Nullable E find(String word) {
    return byWord.get(word);
  }

  /** {@code a, b or c}. */
  String expected() {
    List<String> words = new ArrayList<>(byWord.keySet());
    int last = words.size() - 1;
    return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  /** {@code ; did you mean a?}, or nothing. */
  String hint(String written) {
    return Nearest.hint(written, byWord.keySet());
  }
}
