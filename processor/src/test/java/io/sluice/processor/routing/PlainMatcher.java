package io.sluice.processor.routing;

import java.util.Arrays;
import java.util.List;

/** The rules of a topic exchange as a person would write them down: slow, and plainly right. */
final class PlainMatcher {
  private PlainMatcher() {}

  static boolean matches(String pattern, String key) {
    return matches(words(pattern), words(key));
  }

  private static boolean matches(List<String> pattern, List<String> key) {
    if (pattern.isEmpty()) {
      return key.isEmpty();
    }
    List<String> rest = pattern.subList(1, pattern.size());
    String word = pattern.get(0);
    if (word.equals("#")) {
      return matches(rest, key) || (!key.isEmpty() && matches(pattern, key.subList(1, key.size())));
    }
    return !key.isEmpty()
        && (word.equals("*") || word.equals(key.get(0)))
        && matches(rest, key.subList(1, key.size()));
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split("\\.", -1));
  }
}
