package io.sluice.processor.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every path of the server, and what it answers. */
final class HealthRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(HealthRoutes.class);
  private static final List<String> PATHS = List.of("/health/live", "/health/ready", "/metrics");
  private static final String JSON = "application/json";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private record Answer(int status, String type, String body) {}

  private final ObjectMapper json = new ObjectMapper();
  private final HealthSource health;
  private final Supplier<String> metrics;

  HealthRoutes(HealthSource health, Supplier<String> metrics) {
    this.health = health;
    this.metrics = metrics;
  }

  void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Answer answer(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    if (!PATHS.contains(path)) {
      return error(404, "no such path; try " + String.join(", ", PATHS));
    }
    if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return error(405, exchange.getRequestMethod() + " is not allowed; use GET");
    }
    try {
      return switch (path) {
        case "/health/live" -> of(health.live());
        case "/health/ready" -> of(health.ready());
        default -> new Answer(200, PROMETHEUS, metrics.get());
      };
    } catch (RuntimeException e) {
      LOG.warn("{} failed", path, e);
      return error(500, "the check itself failed; see the log");
    }
  }

  private Answer of(Health answer) {
    ObjectNode body = json.createObjectNode();
    body.put("status", answer.up() ? "up" : "down");
    body.put("state", answer.state());
    answer.reasons().forEach(body.putArray("reasons")::add);
    if (!answer.notes().isEmpty()) {
      answer.notes().forEach(body.putArray("notes")::add);
    }
    return new Answer(answer.up() ? 200 : 503, JSON, body + "\n");
  }

  private Answer error(int status, String text) {
    return new Answer(status, JSON, json.createObjectNode().put("error", text) + "\n");
  }
}
