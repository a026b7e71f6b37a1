package io.sluice.processor.config;

import io.sluice.processor.routing.Binding;
import io.sluice.processor.routing.Destination;
import io.sluice.processor.routing.Exchange;
import io.sluice.processor.routing.RoutingTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads exchanges and bindings; each mistake is noted where it stands. */
final class RoutingReader {
  private static final Words<Exchange.Type> TYPES = Words.dashed(Exchange.Type.class);
  private static final String ENTRY = "entry";
  private static final String EXCHANGES = "exchanges";
  private static final String BINDINGS = "bindings";
  private static final String EXCHANGE = "exchange";
  private static final String ALTERNATE = "alternate";
  private static final String TYPE = "type";
  private static final String KEY = "key";
  private static final String TOPIC = "topic";
  private static final String TO_EXCHANGE = "to_exchange";

  private final Section root;
  private final Set<String> sources;
  private final Set<String> own;
  private final Map<String, Exchange> exchanges = new LinkedHashMap<>();
  private final List<Binding> bindings = new ArrayList<>();

  /**
   * @param own topics that no binding may lead to, as they have a meaning of their own
   */
  RoutingReader(Section root, Set<String> sources, Set<String> own) {
    this.root = root;
    this.sources = sources;
    this.own = own;
  }

  /** What was read; of use only when no mistake was noted. */
  record Draft(
      String entry, Set<String> sources, List<Exchange> exchanges, List<Binding> bindings) {
    RoutingConfig made() {
      return new RoutingConfig(List.copyOf(sources), new RoutingTable(entry, exchanges, bindings));
    }
  }

  Draft read() {
    readExchanges();
    String entry = root.text(ENTRY, "");
    if (entry.isEmpty()) {
      root.refuse(ENTRY, "is missing; name the exchange that events arrive at");
    } else {
      requireExchange(root, ENTRY, entry);
    }
    readBindings();
    return new Draft(entry, sources, List.copyOf(exchanges.values()), bindings);
  }

  private void readExchanges() {
    Section all = root.open(EXCHANGES);
    if (all.keys().isEmpty()) {
      root.refuse(EXCHANGES, "is missing; name at least one, such as shop: {type: topic}");
    }
    Map<String, Section> sections = new LinkedHashMap<>();
    for (String name : all.keys()) {
      Section section = all.section(name, List.of(TYPE, ALTERNATE));
      sections.put(name, section);
      exchanges.put(name, exchange(section, name));
    }
    sections.forEach(this::checkAlternate);
  }

  private static Exchange exchange(Section section, String name) {
    if (!section.has(TYPE)) {
      section.refuse(TYPE, "is missing; give " + TYPES.expected());
    }
    return new Exchange(
        name,
        section.choice(TYPE, TYPES, Exchange.Type.TOPIC),
        section.has(ALTERNATE) ? section.text(ALTERNATE, "") : null);
  }

  private void checkAlternate(String name, Section section) {
    if (!section.has(ALTERNATE)) {
      return;
    }
    String alternate = section.text(ALTERNATE, "");
    if (alternate.equals(name)) {
      section.refuse(
          ALTERNATE, "is the exchange itself; what matches nothing here needs another way out");
    } else {
      requireExchange(section, ALTERNATE, alternate);
    }
  }

  private void readBindings() {
    List<Section> sections = root.sections(BINDINGS, List.of(EXCHANGE, KEY, TOPIC, TO_EXCHANGE));
    if (sections.isEmpty()) {
      root.refuse(
          BINDINGS,
          "is missing; give at least one, such as - {exchange: shop, key: \"#\", topic: shop.all}");
    }
    for (Section section : sections) {
      String exchange = section.text(EXCHANGE, "");
      if (exchange.isEmpty()) {
        section.refuse(EXCHANGE, "is missing; name the exchange that it belongs to");
      } else {
        requireExchange(section, EXCHANGE, exchange);
      }
      String key = key(section, exchanges.get(exchange));
      destination(section)
          .ifPresent(to -> bindings.add(new Binding(exchange, key, to, section.place())));
    }
  }

  private static String key(Section section, @Nullable Exchange exchange) {
    String key = section.text(KEY, "");
    if (exchange == null) {
      return key;
    }
    String fault = BindingKeys.fault(exchange.type(), section.has(KEY) ? key : null);
    if (fault != null) {
      section.refuse(KEY, fault);
    }
    return key;
  }

  private Optional<Destination> destination(Section section) {
    if (section.has(TOPIC) && section.has(TO_EXCHANGE)) {
      section.refuse(TO_EXCHANGE, "stands beside topic; write a binding for each");
      return Optional.empty();
    }
    if (section.has(TO_EXCHANGE)) {
      String name = section.text(TO_EXCHANGE, "");
      requireExchange(section, TO_EXCHANGE, name);
      return Optional.of(new Destination.ToExchange(name));
    }
    if (!section.has(TOPIC)) {
      section.refuse(TOPIC, "is missing: the binding leads nowhere; give topic or to_exchange");
      return Optional.empty();
    }
    String topic = section.text(TOPIC, "");
    if (!PipelineChecks.isTopic(topic)) {
      section.refuse(TOPIC, PipelineChecks.noTopic(topic));
    } else if (sources.contains(topic)) {
      section.refuse(
          TOPIC, topic + " is a source of this router: its events would come back to it for ever");
    } else if (own.contains(topic)) {
      section.refuse(TOPIC, topic + " is a topic that Sluice writes itself, and only Sluice may");
    }
    return Optional.of(new Destination.Topic(topic));
  }

  private void requireExchange(Section section, String key, String name) {
    if (!exchanges.isEmpty() && !exchanges.containsKey(name)) {
      section.refuse(
          key,
          "no exchange \""
              + name
              + "\""
              + Nearest.hint(name, exchanges.keySet())
              + " (there are: "
              + String.join(", ", exchanges.keySet())
              + ")");
    }
  }
}
