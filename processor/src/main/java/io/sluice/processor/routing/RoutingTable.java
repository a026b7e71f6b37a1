package io.sluice.processor.routing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All exchanges and bindings of a router. RabbitMQ's rules: a topic gets an event once however many
 * bindings lead there; exchanges may be bound in a circle, and each is passed once; an exchange
 * none of whose bindings match hands the event to its alternate, and to nobody where it has none.
 * Immutable, thread-safe.
 */
public final class RoutingTable {
  private final String entry;
  private final List<Binding> bindings;
  private final Map<String, BoundExchange> exchanges = new LinkedHashMap<>();

  /**
   * Puts exchanges and bindings together.
   *
   * @param entry the exchange that events arrive at
   * @throws IllegalArgumentException when one names an exchange that is not there, or two exchanges
   *     have one name
   */
  public RoutingTable(String entry, Collection<Exchange> exchanges, List<Binding> bindings) {
    this.entry = entry;
    this.bindings = List.copyOf(bindings);
    Map<String, List<Binding>> own = new LinkedHashMap<>();
    for (Exchange exchange : exchanges) {
      require(
          own.put(exchange.name(), new ArrayList<>()) == null,
          "two exchanges are named " + exchange.name());
    }
    requireExchange(own.keySet(), entry);
    for (Binding binding : bindings) {
      requireExchange(own.keySet(), binding.exchange());
      own.computeIfPresent(binding.exchange(), (name, list) -> with(list, binding));
      if (binding.to() instanceof Destination.ToExchange other) {
        requireExchange(own.keySet(), other.name());
      }
    }
    for (Exchange exchange : exchanges) {
      if (exchange.alternate() != null) {
        requireExchange(own.keySet(), exchange.alternate());
      }
      List<Binding> bound = own.getOrDefault(exchange.name(), List.of());
      this.exchanges.put(exchange.name(), new BoundExchange(exchange, bound));
    }
  }

  private static List<Binding> with(List<Binding> list, Binding binding) {
    list.add(binding);
    return list;
  }

  /** The exchange that events arrive at. */
  public String entry() {
    return entry;
  }

  /** Every exchange, in the order given. */
  public List<Exchange> exchanges() {
    return exchanges.values().stream().map(BoundExchange::exchange).toList();
  }

  /** Every binding, in the order given. */
  public List<Binding> bindings() {
    return bindings;
  }

  /** Every topic that a binding leads to. */
  public Set<String> topics() {
    Set<String> topics = new TreeSet<>();
    for (Binding binding : bindings) {
      if (binding.to() instanceof Destination.Topic topic) {
        topics.add(topic.name());
      }
    }
    return topics;
  }

  /** The exchanges that no event can come to, by whatever way. */
  public Set<String> unreachable() {
    Set<String> reached = new LinkedHashSet<>();
    Deque<String> ahead = new ArrayDeque<>(List.of(entry));
    for (String next = ahead.poll(); next != null; next = ahead.poll()) {
      BoundExchange bound = exchanges.get(next);
      if (reached.add(next) && bound != null) {
        bound.leadsTo().forEach(ahead::add);
      }
    }
    Set<String> left = new LinkedHashSet<>(exchanges.keySet());
    left.removeAll(reached);
    return left;
  }

  /** Where events of a type go, and why. */
  public Route route(String type) {
    return new Walk(type).walked();
  }

  /** One way through the exchanges; each is put on the list when it is first seen. */
  private final class Walk {
    private final String type;
    private final Set<String> seen = new LinkedHashSet<>();
    private final Deque<String> ahead = new ArrayDeque<>();
    private final Set<String> topics = new LinkedHashSet<>();
    private final List<Route.Visit> visits = new ArrayList<>();

    Walk(String type) {
      this.type = type;
      goTo(entry);
    }

    Route walked() {
      for (BoundExchange next = next(); next != null; next = next()) {
        pass(next);
      }
      return new Route(type, List.copyOf(topics), visits);
    }

    private @Nullable BoundExchange next() {
      String name = ahead.pollFirst();
      return name == null ? null : exchanges.get(name);
    }

    private void pass(BoundExchange bound) {
      List<Binding> matched = bound.matching(type);
      visits.add(new Route.Visit(bound.exchange(), matched));
      for (Binding binding : matched) {
        if (binding.to() instanceof Destination.Topic topic) {
          topics.add(topic.name());
        } else {
          goTo(binding.to().name());
        }
      }
      String alternate = bound.exchange().alternate();
      if (matched.isEmpty() && alternate != null) {
        goTo(alternate);
      }
    }

    private void goTo(String exchange) {
      if (seen.add(exchange)) {
        ahead.addLast(exchange);
      }
    }
  }

  private static void requireExchange(Set<String> known, String name) {
    require(known.contains(name), "no exchange " + name);
  }

  private static void require(boolean fine, String otherwise) {
    if (!fine) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
