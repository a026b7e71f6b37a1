package io.sluice.processor.routing;

import java.util.List;

/**
 * Where events of one type go, and why.
 *
 * @param type the events' type
 * @param topics each once, in the order in which they were found; empty: unroutable
 * @param visits the exchanges passed, the entry first, each once
 */
public record Route(String type, List<String> topics, List<Visit> visits) {
  /** Keeps copies. */
  public Route {
    topics = List.copyOf(topics);
    visits = List.copyOf(visits);
  }

  /** True when no binding on the way leads to a topic. */
  public boolean isUnroutable() {
    return topics.isEmpty();
  }

  /**
   * One exchange passed.
   *
   * @param exchange which one
   * @param matched its bindings that the type matches; empty: its alternate was taken, if it has
   *     one
   */
  public record Visit(Exchange exchange, List<Binding> matched) {
    /** Keeps a copy. */
    public Visit {
      matched = List.copyOf(matched);
    }
  }
}
