package io.sluice.processor.topology;

import io.sluice.processor.held.HeldEntry;
import io.sluice.processor.kafka.CommitHook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Events of one task that may not run now, those of each type in the order in which they came. Used
 * by the stream thread only.
 */
final class HeldEvents extends CommitHook implements Shelf {
  private static final Bytes FIRST = Bytes.wrap(new byte[] {0});
  private static final Bytes LAST = Bytes.wrap(new byte[] {Byte.MAX_VALUE});

  private final Map<String, Line> lines = new LinkedHashMap<>();
  private long size;
  private long nextMs = Long.MAX_VALUE;

  /** The numbers of one type's events; some between them may be gone. */
  private static final class Line {
    private long first;
    private long next;
    private long size;
  }

  HeldEvents(KeyValueStore<Bytes, byte[]> entries) {
    super(entries);
  }

  /** Takes up what the task left; to be called before anything else, each time it starts. */
  void open() {
    lines.clear();
    size = 0;
    nextMs = Long.MAX_VALUE;
    try (KeyValueIterator<Bytes, byte[]> all = entries().range(FIRST, LAST)) {
      while (all.hasNext()) {
        HeldEntry entry = HeldEntry.of(all.next().key);
        Line line = lines.get(entry.type());
        if (line == null) {
          line = new Line();
          line.first = entry.number();
          lines.put(entry.type(), line);
        }
        line.next = entry.number() + 1;
        line.size++;
        size++;
      }
    }
  }

  @Override
  protected void beforeCommit() {
    // Each change is written at once.
  }

  /** Keeps an event behind all others of its type. */
  void hold(String type, RawRecord raw) {
    Line line = lines.computeIfAbsent(type, any -> new Line());
    entries().put(new HeldEntry(type, line.next).name(), DelayedRecord.write(raw));
    line.next++;
    line.size++;
    size++;
  }

  /** The first event of a type; null when there is none. */
  @Nullable RawRecord first(String type) {
    Line line = lines.get(type);
    while (line != null && line.first < line.next) {
      byte[] entry = entries().get(new HeldEntry(type, line.first).name());
      if (entry != null) {
        return DelayedRecord.read(entry);
      }
      line.first++;
    }
    return null;
  }

  /** Takes out the one that {@link #first} has given; it is then the turn of the other types. */
  void removeFirst(String type) {
    Line line = lines.remove(type);
    if (line != null) {
      lines.put(type, line);
      remove(new HeldEntry(type, line.first).name());
    }
  }

  @Override
  public void remove(Bytes name) {
    if (entries().delete(name) == null) {
      return;
    }
    String type = HeldEntry.of(name).type();
    Line line = lines.get(type);
    size--;
    if (line != null && --line.size == 0) {
      lines.remove(type);
    }
  }

  @Override
  public List<KeyValue<Bytes, byte[]>> slice(@Nullable Bytes after, int most) {
    return Shelf.slice(entries(), FIRST, LAST, after, most);
  }

  /** True if any event of that type waits. */
  boolean has(String type) {
    return !lines.isEmpty() && lines.containsKey(type);
  }

  /** The types of which any event waits, in the order in which it is their turn. */
  List<String> types() {
    return List.copyOf(lines.keySet());
  }

  /** How many wait. */
  long size() {
    return size;
  }

  /** When one of them may be let in, ms since the epoch; {@code Long.MAX_VALUE}: nobody knows. */
  long nextMs() {
    return nextMs;
  }

  void nextMs(long atMs) {
    nextMs = atMs;
  }
}
