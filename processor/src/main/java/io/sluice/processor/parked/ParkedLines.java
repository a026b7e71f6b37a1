package io.sluice.processor.parked;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The lines of all keys, put together from the records of the changelog. Of parked events only
 * their number is kept, so that long lines fit into memory. Not thread-safe.
 */
public final class ParkedLines {
  private final Map<Place, Line> lines = new HashMap<>();

  private record Place(int partition, Bytes key) {}

  private static final class Line {
    private @Nullable Blocked head;

    /** By number: compaction may have taken an event and left its tombstone, or neither. */
    private final Set<Long> events = new HashSet<>();

    boolean isEmpty() {
      return head == null && events.isEmpty();
    }
  }

  /**
   * Takes in one record; those of a partition in their order.
   *
   * @param name the record's key: the name of an entry
   * @param value null when the entry is gone
   */
  public void add(int partition, byte[] name, byte @Nullable [] value) {
    ParkedEntry entry = ParkedEntry.of(Bytes.wrap(name));
    Place place = new Place(partition, Bytes.wrap(entry.key()));
    Line line = lines.computeIfAbsent(place, any -> new Line());
    if (entry.isHead()) {
      line.head = value == null ? null : Blocked.read(value);
    } else if (value == null) {
      line.events.remove(entry.number());
    } else {
      line.events.add(entry.number());
    }
    if (line.isEmpty()) {
      lines.remove(place);
    }
  }

  /** The keys that are blocked, the worst first. */
  public List<ParkedLine> worstFirst() {
    return lines.entrySet().stream()
        .flatMap(it -> line(it.getKey(), it.getValue()))
        .sorted(ParkedLine.WORST_FIRST)
        .toList();
  }

  private static Stream<ParkedLine> line(Place place, Line line) {
    return Stream.ofNullable(line.head)
        .map(
            head ->
                new ParkedLine(
                    place.partition(),
                    Objects.requireNonNull(place.key().get()),
                    head,
                    line.events.size()));
  }
}
