package io.sluice.examples.demo;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How often the effect of each event was applied, by event id. Thread-safe. */
public final class EffectLog {
  private final Map<String, Integer> timesById = new ConcurrentHashMap<>();

  /** Notes that an event's effect was applied. */
  public void applied(String eventId) {
    timesById.merge(eventId, 1, Integer::sum);
  }

  /** How often one event's effect was applied. */
  public int times(String eventId) {
    return timesById.getOrDefault(eventId, 0);
  }

  /** How many events had their effect applied at least once. */
  public int events() {
    return timesById.size();
  }

  /** How many events had their effect applied more than once; anything but 0 is a fault. */
  public long appliedTwice() {
    return timesById.values().stream().filter(times -> times > 1).count();
  }

  /** All counts as they are now, by event id. */
  public Map<String, Integer> timesById() {
    return Map.copyOf(timesById);
  }
}
