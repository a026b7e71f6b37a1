package io.sluice.processor.topology;

import io.sluice.processor.parked.Blocked;
import io.sluice.processor.parked.ParkedEntry;
import io.sluice.schema.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one task that are blocked, behind which event each, and the events parked there in
 * order. Which keys, and how many are parked, is in memory; the events are in the store. Used by
 * the stream thread only.
 */
final class ParkedKeys implements Shelf {
  private static final int MOST_PACE = 1_024;

  private final KeyValueStore<Bytes, byte[]> store;
  private final int mostPerKey;
  private final Map<Key, Line> lines = new HashMap<>();
  private long parked;
  private long full;

  /**
   * One key's line: who is at its head, the numbers of those parked, some of which may be gone, and
   * how many there are.
   */
  private static final class Line {
    private Blocked head;
    private long first = ParkedEntry.FIRST;
    private long next = ParkedEntry.FIRST;
    private long depth;
    private int pace = 1;
    private boolean overflows = true;

    Line(Blocked head) {
      this.head = head;
    }

    long depth() {
      return depth;
    }
  }

  ParkedKeys(KeyValueStore<Bytes, byte[]> store, int mostPerKey) {
    this.store = store;
    this.mostPerKey = mostPerKey;
    read();
  }

  /** Behind what a key is blocked; null when it is not. */
  @Nullable Blocked head(Key key) {
    Line line = lines.get(key);
    return line == null ? null : line.head;
  }

  /** True if that very event is what the key waits for. */
  boolean isHead(Key key, Origin origin) {
    Blocked head = head(key);
    return head != null && head.state() != Blocked.State.RELEASING && same(head.origin(), origin);
  }

  /** Whether the time stamp differs too does not matter: it is one record. */
  private static boolean same(Origin one, Origin other) {
    return one.offset() == other.offset()
        && one.partition() == other.partition()
        && one.topic().equals(other.topic());
  }

  /** Blocks a key, or puts another event at its head. */
  void block(Key key, Blocked head) {
    Line line = lines.get(key);
    if (line == null) {
      lines.put(key, new Line(head));
    } else {
      line.head = head;
      line.pace = head.state() == Blocked.State.RELEASING ? line.pace : 1;
    }
    store.put(new ParkedEntry(key.bytes(), ParkedEntry.HEAD).name(), head.write());
  }

  /** Unblocks a key behind which nothing is parked. */
  void unblock(Key key) {
    if (lines.remove(key) != null) {
      store.delete(new ParkedEntry(key.bytes(), ParkedEntry.HEAD).name());
    }
  }

  /** How many of a line are to be let out now: twice as many each time until it halts. */
  int nextPace(Key key) {
    Line line = line(key);
    int pace = line.pace;
    line.pace = Math.min(MOST_PACE, 2 * pace);
    return pace;
  }

  /**
   * May more be parked than it is configured? A line that could grow so may do so until it is short
   * again. After a start nobody knows, and the next head tells.
   */
  void overflows(Key key, boolean may) {
    Line line = line(key);
    line.overflows = may || (line.overflows && line.depth() >= mostPerKey);
  }

  /** True if so. */
  boolean mayOverflow(Key key) {
    Line line = lines.get(key);
    return line != null && line.overflows;
  }

  /** True if the key has as many parked as it may. */
  boolean isFull(Key key) {
    return depth(key) >= mostPerKey;
  }

  /** True if any key has as many parked as it may. */
  boolean isAnyFull() {
    return full > 0;
  }

  /** How many are parked behind a key's head. */
  long depth(Key key) {
    Line line = lines.get(key);
    return line == null ? 0 : line.depth();
  }

  /** Parks an event at the end of a blocked key's line. */
  void add(Key key, RawRecord raw) {
    Line line = line(key);
    put(key, line.next, raw);
    line.next++;
    counted(line, 1);
  }

  /** Parks events that had been let out of the line again, in front of all others. */
  void addInFront(Key key, List<RawRecord> raws) {
    Line line = line(key);
    for (int i = raws.size() - 1; i >= 0; i--) {
      line.first--;
      put(key, line.first, raws.get(i));
      counted(line, 1);
    }
  }

  /** Takes out the first of a blocked key's line. */
  List<RawRecord> take(Key key, int most) {
    Line line = line(key);
    List<RawRecord> taken = new ArrayList<>();
    while (line.depth() > 0 && taken.size() < most) {
      Bytes name = new ParkedEntry(key.bytes(), line.first).name();
      byte[] entry = store.delete(name);
      line.first++;
      if (entry != null) {
        counted(line, -1);
        taken.add(DelayedRecord.read(entry));
      }
    }
    return taken;
  }

  @Override
  public List<KeyValue<Bytes, byte[]>> slice(@Nullable Bytes after, int most) {
    return Shelf.slice(store, ParkedEntry.firstEvent(), ParkedEntry.pastEvents(), after, most);
  }

  /** Leaves a gap among the numbers of its line. */
  @Override
  public void remove(Bytes name) {
    if (store.delete(name) != null) {
      counted(line(Key.of(ParkedEntry.of(name).key())), -1);
    }
  }

  /** Every key that is blocked. */
  List<Key> blocked() {
    return List.copyOf(lines.keySet());
  }

  /** Keys that are being released. */
  List<Key> releasing() {
    return lines.entrySet().stream()
        .filter(it -> it.getValue().head.state() == Blocked.State.RELEASING)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** How many events are parked. */
  long parked() {
    return parked;
  }

  /** How many keys are blocked. */
  int keys() {
    return lines.size();
  }

  private void put(Key key, long number, RawRecord raw) {
    store.put(new ParkedEntry(key.bytes(), number).name(), DelayedRecord.write(raw));
  }

  /** The line is longer or shorter by one. */
  private void counted(Line line, int change) {
    parked += change;
    line.depth += change;
    long depth = line.depth;
    if (change > 0 && depth == mostPerKey) {
      full++;
    } else if (change < 0 && depth == mostPerKey - 1) {
      full--;
    }
  }

  private Line line(Key key) {
    Line line = lines.get(key);
    if (line == null) {
      throw new IllegalStateException("the key is not blocked");
    }
    return line;
  }

  private void read() {
    try (KeyValueIterator<Bytes, byte[]> heads =
        store.range(ParkedEntry.firstHead(), ParkedEntry.pastHeads())) {
      while (heads.hasNext()) {
        KeyValue<Bytes, byte[]> entry = heads.next();
        lines.put(Key.of(ParkedEntry.of(entry.key).key()), new Line(Blocked.read(entry.value)));
      }
    }
    Key last = null;
    try (KeyValueIterator<Bytes, byte[]> events =
        store.range(ParkedEntry.firstEvent(), ParkedEntry.pastEvents())) {
      while (events.hasNext()) {
        ParkedEntry entry = ParkedEntry.of(events.next().key);
        Key key = Key.of(entry.key());
        Line line = line(key);
        if (!key.equals(last)) {
          line.first = entry.number();
          line.next = entry.number();
          last = key;
        }
        line.next = entry.number() + 1;
        line.depth++;
      }
    }
    for (Line line : lines.values()) {
      parked += line.depth();
      full += line.depth() >= mostPerKey ? 1 : 0;
    }
  }
}
