package io.sluice.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Confluent's REST API over an {@link InMemorySchemaRegistry}, on a free port of 127.0.0.1, with
 * answers that a test can put before the real ones.
 */
final class FakeRegistryServer implements AutoCloseable {

  record Canned(int status, String body) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  final List<String> requests = new CopyOnWriteArrayList<>();
  final List<Optional<String>> authorizations = new CopyOnWriteArrayList<>();
  private final Queue<Canned> canned = new ConcurrentLinkedQueue<>();
  private final Map<String, Canned> fixed = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable Canned always;
  private volatile boolean silent;

  FakeRegistryServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next request is answered so, whatever it asks. */
  void next(int status, String body) {
    canned.add(new Canned(status, body));
  }

  void always(int status, String body) {
    always = new Canned(status, body);
  }

  /** GET of this path is answered so. */
  void at(String path, String body) {
    fixed.put(path, new Canned(200, body));
  }

  /** Takes requests and never answers. */
  void fallSilent() {
    silent = true;
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      authorizations.add(
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")));
      requests.add(exchange.getRequestMethod() + " " + path);
      if (silent) {
        closing.await();
        return;
      }
      Canned answer = canned.poll();
      if (answer == null) {
        answer = always != null ? always : fixed.get(path);
      }
      send(exchange, answer == null ? answer(path.split("/"), body) : answer);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private Canned answer(String[] path, String body) throws IOException {
    try {
      if (path.length == 5 && path[1].equals("schemas")) {
        return new Canned(200, places(Integer.parseInt(path[3])).toString());
      }
      if (path.length == 4 && path[1].equals("schemas")) {
        Schema schema = registry.byId(Integer.parseInt(path[3]));
        return ok(JSON.createObjectNode().put("schema", schema.toString()));
      }
      String subject = URLDecoder.decode(path[2], UTF_8);
      if (path[path.length - 1].equals("latest")) {
        return registry
            .latest(subject)
            .map(FakeRegistryServer::describe)
            .orElse(error(404, 40401, "Subject '" + subject + "' not found."));
      }
      if (body.isEmpty()) {
        return versions(subject, path);
      }
      JsonNode question = JSON.readTree(body);
      Schema schema = new Schema.Parser().parse(question.path("schema").asText());
      if (path.length == 4) {
        return ok(JSON.createObjectNode().put("id", registry.register(subject, schema)));
      }
      int id = registry.idOf(subject, schema);
      return describe(new RegisteredSchema(id, 1, subject, schema));
    } catch (UnknownSchemaException unknown) {
      return error(404, 40403, "Schema " + unknown.schemaId() + " not found");
    } catch (IncompatibleSchemaException refused) {
      return refused.reason().contains("not registered")
          ? error(404, 40403, "Schema not found")
          : error(409, 409, String.valueOf(refused.getMessage()));
    } catch (RegistryUnavailableException down) {
      return error(503, 50003, "down");
    }
  }

  /** Every subject that has the schema, with its version there. */
  private ArrayNode places(int id) {
    registry.byId(id);
    ArrayNode places = JSON.createArrayNode();
    for (String subject : registry.subjects()) {
      registry
          .versionOf(subject, id)
          .ifPresent(version -> places.addObject().put("subject", subject).put("version", version));
    }
    return places;
  }

  /** One version of a subject, or the numbers of all. */
  private Canned versions(String subject, String[] path) {
    if (path.length == 5) {
      return registry
          .version(subject, Integer.parseInt(path[4]))
          .map(FakeRegistryServer::describe)
          .orElse(error(404, 40402, "Version " + path[4] + " not found."));
    }
    int count = registry.latest(subject).map(RegisteredSchema::version).orElse(0);
    if (count == 0) {
      return error(404, 40401, "Subject '" + subject + "' not found.");
    }
    ArrayNode numbers = JSON.createArrayNode();
    for (int version = 1; version <= count; version++) {
      numbers.add(version);
    }
    return new Canned(200, numbers.toString());
  }

  private static Canned describe(RegisteredSchema schema) {
    return ok(
        JSON.createObjectNode()
            .put("subject", schema.subject())
            .put("version", schema.version())
            .put("id", schema.id())
            .put("schema", schema.schema().toString()));
  }

  private static Canned ok(ObjectNode body) {
    return new Canned(200, body.toString());
  }

  private static Canned error(int status, int code, String message) {
    return new Canned(
        status, JSON.createObjectNode().put("error_code", code).put("message", message).toString());
  }

  private static void send(HttpExchange exchange, Canned answer) throws IOException {
    byte[] bytes = answer.body().getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
