package io.sluice.processor.routing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The topics of the types seen last, so that a type is looked up once and not for each of its
 * events. Bounded, since types come from outside. Not thread-safe.
 */
public final class KnownRoutes {
  /** How many types are kept. */
  static final int MOST = 10_000;

  /** A longer type is looked up each time: kept, it would let a faulty producer fill the memory. */
  static final int LONGEST = 255;

  private final RoutingTable table;
  private final Map<String, List<String>> topics = new LeastRecentlyUsed();

  /** Starts without any. */
  public KnownRoutes(RoutingTable table) {
    this.table = table;
  }

  /** The topics that events of a type go to; empty: unroutable. */
  public List<String> topicsOf(String type) {
    if (type.length() > LONGEST) {
      return table.route(type).topics();
    }
    List<String> known = topics.get(type);
    if (known != null) {
      return known;
    }
    List<String> found = table.route(type).topics();
    topics.put(type, found);
    return found;
  }

  int size() {
    return topics.size();
  }

  private static final class LeastRecentlyUsed extends LinkedHashMap<String, List<String>> {
    private static final long serialVersionUID = 1L;
    private static final float LOAD_FACTOR = 0.75f;

    LeastRecentlyUsed() {
      super(64, LOAD_FACTOR, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, List<String>> eldest) {
      return size() > MOST;
    }
  }
}
