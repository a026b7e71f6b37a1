package io.sluice.processor.config;

import java.util.ArrayList;
import java.util.List;

/** Where a setting stands, as people write it: {@code retry.backoff.delay}. */
final class KeyPath {
  private KeyPath() {}

  /** Keys of {@code handlers:} have dots of their own and are quoted, so that the levels show. */
  static String of(List<String> keys) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < keys.size(); i++) {
      if (i == 1 && keys.get(0).equals("handlers")) {
        text.append("[\"").append(keys.get(i)).append("\"]");
      } else {
        text.append(i == 0 ? "" : ".").append(keys.get(i));
      }
    }
    return text.toString();
  }

  static List<String> below(List<String> path, String key) {
    List<String> longer = new ArrayList<>(path);
    longer.add(key);
    return List.copyOf(longer);
  }
}
