package io.sluice.cli.demo;

import io.sluice.schema.avro.EventStatus;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The histories of all ids, folded from {@code shop.status}. Not thread-safe. */
final class StatusLedger {
  private final Map<String, EventHistory> byId = new HashMap<>();

  void observe(EventStatus status) {
    byId.put(status.getId(), of(status.getId()).after(status));
  }

  /** What is known of an id; {@link EventHistory#NONE} when nothing is. */
  EventHistory of(String id) {
    return byId.getOrDefault(id, EventHistory.NONE);
  }

  /** How many of these ids have such a history. */
  int count(Collection<String> ids, Predicate<EventHistory> what) {
    return (int) ids.stream().filter(id -> what.test(of(id))).count();
  }

  /** How many copies were dropped as duplicates, of all ids together. */
  int duplicates() {
    return byId.values().stream().mapToInt(EventHistory::duplicates).sum();
  }
}
