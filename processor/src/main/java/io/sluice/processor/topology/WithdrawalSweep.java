package io.sluice.processor.topology;

import io.sluice.processor.policy.Settlement;
import io.sluice.schema.EventFormatException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * Looks through waiting events for those that were withdrawn, some at a time, so that they are
 * settled now and not when their time comes. For the stream thread only.
 */
final class WithdrawalSweep {
  private static final int MOST_AT_ONCE = 1_000;

  private final List<Shelf> shelves;
  private final EventReader reader;
  private final Consumer<Settled> found;
  private Set<String> seen = Set.of();
  private int shelf;
  private @Nullable Bytes cursor;

  /**
   * Has nothing to look for yet.
   *
   * @param shelves where events wait
   * @param found what is done with those that are found; they are off their shelf by then
   */
  WithdrawalSweep(List<Shelf> shelves, EventReader reader, Consumer<Settled> found) {
    this.shelves = shelves;
    this.reader = reader;
    this.found = found;
    this.shelf = shelves.size();
  }

  /** True if that event is withdrawn, or its workflow. */
  static boolean isWithdrawn(Event event, Set<String> withdrawn) {
    if (withdrawn.isEmpty()) {
      return false;
    }
    var workflow = event.envelope().getMetadata().getWorkflow();
    return withdrawn.contains(event.id())
        || (workflow != null && withdrawn.contains(workflow.getId()));
  }

  /**
   * Looks at some more.
   *
   * @return true if there is more to look at
   */
  boolean goOn(Set<String> withdrawn) {
    if (withdrawn != seen) {
      boolean more = !seen.containsAll(withdrawn);
      seen = withdrawn;
      if (more) {
        shelf = 0;
        cursor = null;
      }
    }
    if (shelf == shelves.size()) {
      return false;
    }
    List<KeyValue<Bytes, byte[]>> slice = shelves.get(shelf).slice(cursor, MOST_AT_ONCE);
    slice.forEach(entry -> look(shelves.get(shelf), entry));
    if (slice.size() < MOST_AT_ONCE) {
      shelf++;
      cursor = null;
    } else {
      cursor = slice.get(slice.size() - 1).key;
    }
    return shelf < shelves.size();
  }

  private void look(Shelf on, KeyValue<Bytes, byte[]> entry) {
    Event event = read(DelayedRecord.read(entry.value));
    if (event != null && isWithdrawn(event, seen)) {
      on.remove(entry.key);
      found.accept(Settled.unrun(event, new Settlement.Cancelled()));
    }
  }

  /** One that can no longer be read is found out when its time comes. */
  private @Nullable Event read(RawRecord raw) {
    try {
      return reader.read(raw);
    } catch (EventFormatException e) {
      return null;
    }
  }
}
