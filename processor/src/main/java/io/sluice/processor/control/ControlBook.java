package io.sluice.processor.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers the records of the control topic into what holds now. Not thread-safe. */
public final class ControlBook {
  private final Map<String, ControlRecord> records = new HashMap<>();

  /**
   * Takes in one record of the topic; those that are no control records change nothing.
   *
   * @param value null: taken back
   * @return true if that has changed what holds
   * @throws ControlFormatException when the value cannot be read; what held before holds on
   */
  public boolean add(String key, byte @Nullable [] value) {
    if (!ControlCodec.isControl(key)) {
      return false;
    }
    if (value == null) {
      return records.remove(key) != null;
    }
    ControlRecord record = ControlCodec.read(key, value);
    return !record.equals(records.put(key, record));
  }

  /** Takes out the cancellations that may be forgotten by now, and tells which those were. */
  public List<ControlRecord.Cancel> dropExpired(long nowMs) {
    List<ControlRecord.Cancel> expired =
        of(ControlRecord.Cancel.class).values().stream()
            .filter(cancel -> cancel.untilMs() <= nowMs)
            .toList();
    expired.forEach(cancel -> records.remove(ControlCodec.key(cancel)));
    return expired;
  }

  /** All that holds now. */
  public ControlState state() {
    return new ControlState(
        of(ControlRecord.Pause.class),
        of(ControlRecord.Rate.class),
        of(ControlRecord.Concurrency.class),
        of(ControlRecord.Cancel.class),
        of(ControlRecord.Breaker.class));
  }

  private <R extends ControlRecord> Map<String, R> of(Class<R> kind) {
    Map<String, R> found = new HashMap<>();
    for (ControlRecord record : records.values()) {
      if (kind.isInstance(record)) {
        found.put(record.subject(), kind.cast(record));
      }
    }
    return found;
  }
}
