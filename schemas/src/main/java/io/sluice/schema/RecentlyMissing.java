package io.sluice.schema;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the registry has just said it does not have: not asked for again for 10 s. Thread-safe. */
final class RecentlyMissing<K> {

  private static final Duration MISSING_FOR = Duration.ofSeconds(10);
  private static final int MAX = 10_000;

  private final InstantSource clock;
  private final Map<K, Instant> until = new ConcurrentHashMap<>();

  RecentlyMissing(InstantSource clock) {
    this.clock = clock;
  }

  boolean holds(K key) {
    Instant end = until.get(key);
    return end != null && clock.instant().isBefore(end);
  }

  void add(K key) {
    if (until.size() >= MAX) {
      until.clear();
    }
    until.put(key, clock.instant().plus(MISSING_FOR));
  }

  void remove(K key) {
    until.remove(key);
  }
}
