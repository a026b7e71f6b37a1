package io.sluice.cli;

import io.sluice.schema.TypePattern;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was said of a type, live. */
final class SaidOfType {
  private SaidOfType() {}

  /** What was said of the type itself, or of a pattern that it matches; null: nothing. */
  static <V> @Nullable V of(Map<String, V> said, String type) {
    V exact = said.get(type);
    if (exact != null) {
      return exact;
    }
    for (Map.Entry<String, V> one : said.entrySet()) {
      if (matches(one.getKey(), type)) {
        return one.getValue();
      }
    }
    return null;
  }

  /** Anybody may write anything to a topic: what is no pattern matches nothing. */
  private static boolean matches(String pattern, String type) {
    try {
      return TypePattern.parse(pattern).matches(type);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
