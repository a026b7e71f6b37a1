package io.sluice.processor.topology;

import java.time.Duration;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/**
 * The ids accepted within the dedupe window. Used by the stream thread only.
 *
 * <p>Time is cut into buckets as long as the window, and an id is kept in the bucket of its time,
 * so two look-ups by exact key tell whether it was seen: no range is ever scanned, and a bucket
 * that is over is dropped as whole files.
 */
final class SeenIds {
  private final WindowStore<String, Long> store;
  private final long windowMs;

  SeenIds(WindowStore<String, Long> store, Duration window) {
    this.store = store;
    this.windowMs = window.toMillis();
  }

  /** True if the id was accepted less than one window ago; if not, it is accepted now. */
  boolean seenBefore(String id, long nowMs) {
    long bucket = nowMs - Math.floorMod(nowMs, windowMs);
    if (isRecent(store.fetch(id, bucket), nowMs)
        || isRecent(store.fetch(id, bucket - windowMs), nowMs)) {
      return true;
    }
    store.put(id, nowMs, bucket);
    return false;
  }

  private boolean isRecent(@Nullable Long acceptedAtMs, long nowMs) {
    return acceptedAtMs != null && nowMs - acceptedAtMs < windowMs;
  }
}
