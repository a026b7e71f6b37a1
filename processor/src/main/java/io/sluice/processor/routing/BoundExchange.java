package io.sluice.processor.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An exchange with its bindings, made fit for look-up. Thread-safe. */
final class BoundExchange {
  private final Exchange exchange;
  private final List<Binding> bindings;
  private final Map<String, List<Binding>> byKey = new HashMap<>();
  private final TopicTrie<Integer> byPattern = new TopicTrie<>();

  /**
   * @param bindings its own, in the order in which they were written
   */
  BoundExchange(Exchange exchange, List<Binding> bindings) {
    this.exchange = exchange;
    this.bindings = bindings;
    for (int i = 0; i < bindings.size(); i++) {
      Binding binding = bindings.get(i);
      switch (exchange.type()) {
        case DIRECT -> byKey.computeIfAbsent(binding.key(), any -> new ArrayList<>()).add(binding);
        case TOPIC -> byPattern.add(binding.key(), i);
        case FANOUT -> {}
      }
    }
  }

  Exchange exchange() {
    return exchange;
  }

  /** The exchanges that something may go on to from here. */
  List<String> leadsTo() {
    List<String> others = new ArrayList<>();
    for (Binding binding : bindings) {
      if (binding.to() instanceof Destination.ToExchange other) {
        others.add(other.name());
      }
    }
    if (exchange.alternate() != null) {
      others.add(exchange.alternate());
    }
    return others;
  }

  /** The bindings that a type matches, in the order in which they were written. */
  List<Binding> matching(String type) {
    return switch (exchange.type()) {
      case FANOUT -> bindings;
      case DIRECT -> byKey.getOrDefault(type, List.of());
      case TOPIC -> byPattern.find(type).stream().sorted().map(bindings::get).toList();
    };
  }
}
