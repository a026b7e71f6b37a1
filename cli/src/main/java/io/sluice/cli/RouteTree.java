package io.sluice.cli;

import io.sluice.processor.routing.Binding;
import io.sluice.processor.routing.Destination;
import io.sluice.processor.routing.Exchange;
import io.sluice.processor.routing.Route;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A route as a tree: each exchange with what matches there, and where that leads. */
final class RouteTree {
  private static final String STEP = "  ";

  private final Route route;
  private final Map<String, Route.Visit> visits = new LinkedHashMap<>();
  private final Set<String> passed = new HashSet<>();
  private final Set<String> reached = new HashSet<>();

  RouteTree(Route route) {
    this.route = route;
    route.visits().forEach(visit -> visits.put(visit.exchange().name(), visit));
  }

  void print(PrintWriter out) {
    String entry = route.visits().get(0).exchange().name();
    out.println(PlainText.line(route.type()));
    exchange(out, "", "", entry);
    out.println(
        route.isUnroutable()
            ? "unroutable: no binding leads it to a topic; its events are dead letters"
            : "goes to: " + String.join(", ", route.topics()));
    out.flush();
  }

  private void exchange(PrintWriter out, String indent, String way, String name) {
    Route.Visit visit = visits.get(name);
    if (visit == null || !passed.add(name)) {
      out.println(indent + way + "exchange " + name + ": passed already");
      return;
    }
    Exchange exchange = visit.exchange();
    String line = indent + way + "exchange " + name + " (" + exchange.type().word() + ")";
    if (visit.matched().isEmpty()) {
      noMatch(out, indent, line, exchange);
      return;
    }
    out.println(line);
    for (Binding binding : visit.matched()) {
      follow(out, indent + STEP, binding);
    }
  }

  private void noMatch(PrintWriter out, String indent, String line, Exchange exchange) {
    if (exchange.alternate() == null) {
      out.println(line + ": no binding matches, and it has no alternate");
    } else {
      out.println(line + ": no binding matches → alternate " + exchange.alternate());
      exchange(out, indent + STEP, "", exchange.alternate());
    }
  }

  private void follow(PrintWriter out, String indent, Binding binding) {
    String way = (binding.key().isEmpty() ? "" : "\"" + binding.key() + "\" ") + "→ ";
    if (binding.to() instanceof Destination.Topic topic) {
      String again = reached.add(topic.name()) ? "" : " (again; it gets the event once)";
      out.println(indent + way + "topic " + topic.name() + again);
    } else {
      exchange(out, indent, way, binding.to().name());
    }
  }
}
