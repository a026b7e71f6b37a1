package io.sluice.processor.guard;

import io.sluice.schema.RateLimit;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A limit that holds for each key by itself. Events that must wait are told until when, in the
 * order in which they first asked; one that comes back has its place until {@link #GRACE_NANOS}
 * after its time. Thread-safe.
 *
 * <p>A bucket is one number here, the time at which it will be full, since there is one for each
 * key (the generic cell rate algorithm, which lets through what a token bucket does). A key is
 * forgotten, least recently used first, once its bucket is full and nothing of it waits, so the
 * memory is bound by what passes while one bucket fills up.
 */
final class KeyLimit {
  /** How long the place of an event that does not come back is kept. */
  static final long GRACE_NANOS = 2_000_000_000L;

  private static final long LEAST_FRESH_NANOS = 250_000_000;

  /** Above which full buckets are forgotten. */
  static final int KEYS = 100_000;

  /** Of one key; those behind ask again, and then stand in front. */
  private static final int PLACES = 1_000;

  private final LongSupplier nanoTime;
  private final long startNanos;
  private final long intervalNanos;
  private final long burstNanos;
  private final Map<String, Line> lines = new LinkedHashMap<>(16, 0.75f, true);

  /** One key's bucket, and the events that wait for it: their times by id, first come first. */
  private static final class Line {
    private final Map<String, Long> waiting = new LinkedHashMap<>();
    private long fullAt;
    private long lastDue;

    void forgetLate(long now) {
      Iterator<Long> due = waiting.values().iterator();
      while (due.hasNext() && due.next() + GRACE_NANOS < now) {
        due.remove();
      }
    }

    int aheadOf(String id) {
      int ahead = 0;
      if (waiting.containsKey(id)) {
        for (String one : waiting.keySet()) {
          if (one.equals(id)) {
            return ahead;
          }
          ahead++;
        }
      }
      return waiting.size();
    }
  }

  KeyLimit(RateLimit limit, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    this.intervalNanos = ceilDiv(limit.per().toNanos(), limit.events());
    this.burstNanos = (TokenBucket.capacity(limit.events(), limit.per()) - 1) * this.intervalNanos;
  }

  /**
   * Takes a token of the key for this event.
   *
   * @return 0: it has it; else how long it must wait, ns
   */
  synchronized long take(String key, String id) {
    long now = nanoTime.getAsLong() - startNanos;
    Line line = lines.computeIfAbsent(key, any -> new Line());
    forgetFull(now);
    line.forgetLate(now);
    int ahead = line.aheadOf(id);
    long due = Math.max(line.fullAt, now) + ahead * intervalNanos - burstNanos;
    if (due <= now) {
      line.waiting.remove(id);
      line.fullAt = Math.max(line.fullAt, now) + intervalNanos;
      return 0;
    }
    return waitUntil(line, id, due) - now;
  }

  private long waitUntil(Line line, String id, long due) {
    if (line.waiting.containsKey(id)) {
      line.waiting.put(id, due);
      return due;
    }
    long behind = line.waiting.isEmpty() ? due : Math.max(due, line.lastDue + intervalNanos);
    line.lastDue = behind;
    if (line.waiting.size() < PLACES) {
      line.waiting.put(id, behind);
    }
    return behind;
  }

  /**
   * For how long a token may be kept before its attempt begins, ns: no longer than one takes to
   * come. Else many that were taken one by one could be used at once.
   */
  long freshNanos() {
    return Math.max(LEAST_FRESH_NANOS, intervalNanos);
  }

  /** A token that was not used after all. */
  synchronized void giveBack(String key) {
    Line line = lines.get(key);
    if (line != null) {
      line.fullAt -= intervalNanos;
    }
  }

  synchronized int keys() {
    return lines.size();
  }

  private void forgetFull(long now) {
    Iterator<Line> eldest = lines.values().iterator();
    while (lines.size() > KEYS) {
      Line line = eldest.next();
      line.forgetLate(now);
      if (line.fullAt > now || !line.waiting.isEmpty()) {
        return;
      }
      eldest.remove();
    }
  }

  private static long ceilDiv(long dividend, long divisor) {
    return -Math.floorDiv(-dividend, divisor);
  }
}
