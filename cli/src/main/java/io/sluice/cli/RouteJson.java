package io.sluice.cli;

import io.sluice.processor.routing.Binding;
import io.sluice.processor.routing.Destination;
import io.sluice.processor.routing.Exchange;
import io.sluice.processor.routing.Route;
import io.sluice.processor.routing.RoutingTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Routes, exchanges and bindings as JSON, in the words of the file. */
final class RouteJson {
  private RouteJson() {}

  /** Where a type goes, and what it passes. */
  static Map<String, Object> of(Route route) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", route.type());
    json.put("unroutable", route.isUnroutable());
    json.put("topics", route.topics());
    json.put("passed", route.visits().stream().map(RouteJson::of).toList());
    return json;
  }

  /** A whole table. */
  static Map<String, Object> of(RoutingTable table) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("entry", table.entry());
    json.put("exchanges", table.exchanges().stream().map(RouteJson::of).toList());
    json.put("bindings", bindings(table.bindings()));
    return json;
  }

  private static Map<String, Object> of(Route.Visit visit) {
    Map<String, Object> json = of(visit.exchange());
    json.put("matched", bindings(visit.matched()));
    json.put("took_alternate", visit.matched().isEmpty() && visit.exchange().alternate() != null);
    return json;
  }

  private static Map<String, Object> of(Exchange exchange) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("exchange", exchange.name());
    json.put("type", exchange.type().word());
    json.put("alternate", exchange.alternate());
    return json;
  }

  private static List<Map<String, Object>> bindings(List<Binding> bindings) {
    return bindings.stream().map(RouteJson::of).toList();
  }

  private static Map<String, Object> of(Binding binding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("exchange", binding.exchange());
    json.put("key", binding.key());
    String to = binding.to() instanceof Destination.Topic ? "topic" : "to_exchange";
    json.put(to, binding.to().name());
    json.put("place", binding.place());
    return json;
  }
}
