package io.sluice.processor.topology;

import java.time.Duration;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/**
 * The ids accepted within the dedupe window. Used by the stream thread only.
 *
 * <p>Time is cut into buckets as long as the window, and an id is kept in the bucket of its time,
 * so two look-ups by exact key tell whether it was seen: no range is ever scanned, and a bucket
 * that is over is dropped as whole files.
 *
 * <p>Nearly every id is new. A filter for each bucket knows those that were accepted since the task
 * was opened, so most look-ups need not be made at all; for a bucket that had begun before, RocksDB
 * is asked, whose own filters make a miss cost 2.4 µs.
 */
final class SeenIds {
  private final WindowStore<String, Long> store;
  private final IdFilter.Budget budget;
  private final long windowMs;
  private Bucket current;
  private Bucket before;

  private record Bucket(long startMs, IdFilter filter) {}

  SeenIds(WindowStore<String, Long> store, Duration window, IdFilter.Budget budget) {
    this.store = store;
    this.budget = budget;
    this.windowMs = window.toMillis();
    this.current = new Bucket(Long.MIN_VALUE, new IdFilter(budget));
    this.before = new Bucket(Long.MIN_VALUE, new IdFilter(budget));
    if (isUsed(store)) {
      current.filter().giveUp();
      before.filter().giveUp();
    }
  }

  /** True if the id was accepted less than one window ago; if not, it is accepted now. */
  boolean seenBefore(String id, long nowMs) {
    turnTo(nowMs - Math.floorMod(nowMs, windowMs));
    long hash = IdFilter.hash(id);
    if (isRecent(current, hash, id, nowMs) || isRecent(before, hash, id, nowMs)) {
      return true;
    }
    store.put(id, nowMs, current.startMs());
    current.filter().add(hash);
    return false;
  }

  /** Gives back the memory of the filters. */
  void close() {
    current.filter().giveUp();
    before.filter().giveUp();
  }

  private boolean isRecent(Bucket bucket, long hash, String id, long nowMs) {
    return bucket.filter().mayContain(hash) && isRecent(store.fetch(id, bucket.startMs()), nowMs);
  }

  private boolean isRecent(@Nullable Long acceptedAtMs, long nowMs) {
    return acceptedAtMs != null && nowMs - acceptedAtMs < windowMs;
  }

  /** The filters that the task was opened with stand for the first two buckets that it meets. */
  private void turnTo(long startMs) {
    if (startMs == current.startMs()) {
      return;
    }
    if (current.startMs() == Long.MIN_VALUE) {
      current = new Bucket(startMs, current.filter());
      before = new Bucket(startMs - windowMs, before.filter());
    } else if (startMs == current.startMs() + windowMs) {
      before.filter().giveUp();
      before = current;
      current = new Bucket(startMs, new IdFilter(budget));
    } else {
      jumpTo(startMs);
    }
  }

  /** After a pause of more than a window, or when the clock was put back: nothing is known. */
  private void jumpTo(long startMs) {
    close();
    current = new Bucket(startMs, current.filter());
    before = new Bucket(startMs - windowMs, before.filter());
  }

  private static boolean isUsed(WindowStore<String, Long> store) {
    try (KeyValueIterator<Windowed<String>, Long> all = store.all()) {
      return all.hasNext();
    }
  }
}
