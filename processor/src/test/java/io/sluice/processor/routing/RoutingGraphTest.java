package io.sluice.processor.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any net of exchanges, circles and alternates among them, against the rules written plainly. */
class RoutingGraphTest {
  private static final int EXCHANGES = 5;
  private static final List<String> TYPES = List.of("a", "a.b", "b", "b.a", "");

  record Net(List<Exchange> exchanges, List<Binding> bindings) {}

  @Property(tries = 3_000)
  void route_isWhatTheRulesSay(@ForAll("nets") Net net) {
    RoutingTable table = new RoutingTable("x0", net.exchanges(), net.bindings());
    for (String type : TYPES) {
      Set<String> passed = new HashSet<>();
      Set<String> topics = new TreeSet<>();
      follow(net, "x0", type, passed, topics);

      Route route = table.route(type);

      assertThat(route.topics()).containsExactlyInAnyOrderElementsOf(topics);
      assertThat(route.visits())
          .extracting(visit -> visit.exchange().name())
          .containsExactlyInAnyOrderElementsOf(passed);
      assertThat(new KnownRoutes(table).topicsOf(type)).isEqualTo(route.topics());
    }
  }

  private static void follow(
      Net net, String name, String type, Set<String> passed, Set<String> topics) {
    if (!passed.add(name)) {
      return;
    }
    Exchange exchange =
        net.exchanges().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
    List<Binding> matched = new ArrayList<>();
    for (Binding binding : net.bindings()) {
      if (binding.exchange().equals(name) && matches(exchange, binding.key(), type)) {
        matched.add(binding);
      }
    }
    for (Binding binding : matched) {
      if (binding.to() instanceof Destination.Topic topic) {
        topics.add(topic.name());
      } else {
        follow(net, binding.to().name(), type, passed, topics);
      }
    }
    if (matched.isEmpty() && exchange.alternate() != null) {
      follow(net, exchange.alternate(), type, passed, topics);
    }
  }

  private static boolean matches(Exchange exchange, String key, String type) {
    return switch (exchange.type()) {
      case FANOUT -> true;
      case DIRECT -> key.equals(type);
      case TOPIC -> PlainMatcher.matches(key, type);
    };
  }

  @Provide
  Arbitrary<Net> nets() {
    Arbitrary<Exchange> exchange =
        Combinators.combine(Arbitraries.of(Exchange.Type.class), names().injectNull(0.4))
            .as((type, alternate) -> new Exchange("", type, alternate));
    Arbitrary<List<Exchange>> exchanges =
        exchange
            .list()
            .ofSize(EXCHANGES)
            .map(
                list -> {
                  List<Exchange> named = new ArrayList<>();
                  for (Exchange one : list) {
                    named.add(new Exchange("x" + named.size(), one.type(), one.alternate()));
                  }
                  return named;
                });
    return Combinators.combine(exchanges, bindings().list().ofMaxSize(10)).as(Net::new);
  }

  private static Arbitrary<Binding> bindings() {
    Arbitrary<String> keys = Arbitraries.of("a", "b", "a.b", "*", "#", "a.*", "#.a", "");
    Arbitrary<Destination> to =
        Arbitraries.oneOf(
            names().map(Destination.ToExchange::new),
            Arbitraries.of("t1", "t2", "t3").map(Destination.Topic::new));
    return Combinators.combine(names(), keys, to)
        .as((name, key, destination) -> new Binding(name, key, destination, ""));
  }

  private static Arbitrary<String> names() {
    return Arbitraries.integers().between(0, EXCHANGES - 1).map(i -> "x" + i);
  }
}
