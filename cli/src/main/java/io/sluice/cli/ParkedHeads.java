package io.sluice.cli;

import io.sluice.processor.parked.ParkedLine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Behind which events the events of a key wait.
 *
 * @param ids by key, as {@link KeyText}
 */
record ParkedHeads(Map<String, String> ids) {
  static ParkedHeads of(List<ParkedLine> lines) {
    Map<String, String> ids = new HashMap<>();
    lines.forEach(line -> ids.put(KeyText.of(line.key()), line.head().id()));
    return new ParkedHeads(ids);
  }

  @Nullable String of(@Nullable String key) {
    return key == null ? null : ids.get(key);
  }
}
