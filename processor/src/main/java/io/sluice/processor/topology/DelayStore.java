package io.sluice.processor.topology;

import io.sluice.processor.kafka.CommitHook;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Events that wait for their time, in the order in which they are due, then in the order in which
 * they came. Used by the stream thread only.
 *
 * <p>A key is 8 bytes of due time and 8 bytes of sequence, so a range is a span of time. Every
 * range starts at the last time that was popped: RocksDB steps over each deleted entry before that,
 * which took 74 ms a call from 0 and 6 µs from there.
 *
 * <p>How many wait, and the next sequence number, are kept in an entry of their own, written before
 * a commit where they have changed: so opening a store with a million events reads two entries.
 */
final class DelayStore extends CommitHook implements Shelf {
  private static final int KEY_BYTES = 2 * Long.BYTES;
  private static final Bytes LAST = bytes(Long.MAX_VALUE, Long.MAX_VALUE);

  /** Sorts after every event. */
  private static final Bytes TALLY = bytes(-1, -1);

  private long nextSequence;
  private long lowWaterMs;
  private long size;
  private boolean changed;
  private @Nullable Long nextDueAtMs;

  DelayStore(KeyValueStore<Bytes, byte[]> entries) {
    super(entries);
  }

  /** Takes up what the task left; to be called before anything else, each time it starts. */
  void open() {
    nextSequence = 0;
    lowWaterMs = 0;
    size = 0;
    changed = false;
    byte[] tally = entries().get(TALLY);
    if (tally == null) {
      count();
    } else {
      ByteBuffer buffer = ByteBuffer.wrap(tally);
      size = buffer.getLong();
      nextSequence = buffer.getLong();
    }
    nextDueAtMs = first();
  }

  @Override
  protected void beforeCommit() {
    if (changed) {
      changed = false;
      entries()
          .put(
              TALLY,
              ByteBuffer.allocate(2 * Long.BYTES).putLong(size).putLong(nextSequence).array());
    }
  }

  /** A store without a tally is new, or was written by the first version, which had none. */
  private void count() {
    try (KeyValueIterator<Bytes, byte[]> all = entries().all()) {
      while (all.hasNext()) {
        ByteBuffer key = ByteBuffer.wrap(all.next().key.get());
        nextSequence = Math.max(nextSequence, key.getLong(Long.BYTES) + 1);
        size++;
      }
    }
  }

  private @Nullable Long first() {
    try (KeyValueIterator<Bytes, byte[]> waiting = entries().range(key(0, 0), LAST)) {
      return waiting.hasNext() ? (Long) dueAtMs(waiting.peekNextKey()) : null;
    }
  }

  /** When the first event is due, ms since the epoch; null when none waits. */
  @Nullable Long nextDueAtMs() {
    return nextDueAtMs;
  }

  /** How many events wait. */
  long size() {
    return size;
  }

  /** Keeps an event until its time. */
  void hold(long dueAtMs, RawRecord record) {
    entries().put(key(dueAtMs, nextSequence++), DelayedRecord.write(record));
    lowWaterMs = Math.min(lowWaterMs, dueAtMs);
    nextDueAtMs = nextDueAtMs == null ? dueAtMs : Math.min(nextDueAtMs, dueAtMs);
    size++;
    changed = true;
  }

  /** Takes out the first events that are due, {@code most} at the most. */
  List<RawRecord> takeDue(long nowMs, int most) {
    List<KeyValue<Bytes, byte[]>> due = new ArrayList<>();
    Long next = null;
    try (KeyValueIterator<Bytes, byte[]> range = entries().range(key(lowWaterMs, 0), LAST)) {
      while (range.hasNext() && next == null) {
        KeyValue<Bytes, byte[]> entry = range.next();
        if (dueAtMs(entry.key) <= nowMs && due.size() < most) {
          due.add(entry);
        } else {
          next = dueAtMs(entry.key);
        }
      }
    }
    List<RawRecord> records = new ArrayList<>(due.size());
    for (KeyValue<Bytes, byte[]> entry : due) {
      entries().delete(entry.key);
      lowWaterMs = dueAtMs(entry.key);
      records.add(DelayedRecord.read(entry.value));
    }
    size -= records.size();
    changed |= !records.isEmpty();
    nextDueAtMs = next;
    return records;
  }

  @Override
  public List<KeyValue<Bytes, byte[]>> slice(@Nullable Bytes after, int most) {
    return Shelf.slice(entries(), key(lowWaterMs, 0), LAST, after, most);
  }

  @Override
  public void remove(Bytes name) {
    if (entries().delete(name) != null) {
      size--;
      changed = true;
    }
  }

  private static long dueAtMs(Bytes key) {
    return ByteBuffer.wrap(key.get()).getLong();
  }

  /** Times before the epoch are due anyway; as 0 they sort where bytes compare unsigned. */
  private static Bytes key(long dueAtMs, long sequence) {
    return bytes(Math.max(0, dueAtMs), sequence);
  }

  private static Bytes bytes(long first, long second) {
    return Bytes.wrap(ByteBuffer.allocate(KEY_BYTES).putLong(first).putLong(second).array());
  }
}
