package io.sluice.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.schema.RegistryClient.Answer;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * A registry that speaks Confluent's REST API: Confluent's own, Apicurio ({@code
 * /apis/ccompat/v7}), Karapace, Redpanda. Thread-safe.
 *
 * <p>Schemas by id, and ids by subject and schema, are remembered for ever, since a registry never
 * changes them; an id that is unknown is remembered as such for 10 seconds.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {

  private static final Duration UNKNOWN_FOR = Duration.ofSeconds(10);
  private static final int MAX_UNKNOWN = 10_000;

  private final RegistryClient client;
  private final InstantSource clock;
  private final Map<Integer, Schema> byId = new ConcurrentHashMap<>();
  private final Map<Integer, Instant> unknownUntil = new ConcurrentHashMap<>();
  private final Map<SubjectAndSchema, Integer> registered = new ConcurrentHashMap<>();
  private final Map<SubjectAndSchema, Integer> lookedUp = new ConcurrentHashMap<>();

  private HttpSchemaRegistry(RegistryClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * With Confluent's keys: {@code schema.registry.url} (several joined by commas: the next one is
   * asked when one fails), {@code basic.auth.*}, {@code bearer.auth.*}, {@code
   * schema.registry.ssl.*}, {@code http.connect.timeout.ms} (3,000), {@code http.read.timeout.ms}
   * (10,000), {@code max.retries} (3), {@code retries.wait.ms} (100, doubling), {@code
   * retries.max.wait.ms} (2,000).
   *
   * @throws org.apache.kafka.common.config.ConfigException when one of them has a bad value
   */
  public static HttpSchemaRegistry create(Map<String, ?> config) {
    return create(
        config, InstantSource.system(), time -> TimeUnit.MILLISECONDS.sleep(time.toMillis()));
  }

  static HttpSchemaRegistry create(
      Map<String, ?> config, InstantSource clock, RegistryClient.Pause pause) {
    return new HttpSchemaRegistry(
        new RegistryClient(RegistryConfig.of(config), clock, pause), clock);
  }

  @Override
  public Schema byId(int id) {
    Schema known = byId.get(id);
    if (known != null) {
      return known;
    }
    Instant until = unknownUntil.get(id);
    if (until != null && clock.instant().isBefore(until)) {
      throw new UnknownSchemaException(id, client.address(), null);
    }
    Answer answer = client.get("/schemas/ids/" + id);
    if (answer.status() == 404) {
      rememberUnknown(id);
      throw new UnknownSchemaException(id, client.address(), null);
    }
    Schema schema = parse("schema id " + id, expectOk(answer));
    byId.put(id, schema);
    unknownUntil.remove(id);
    return schema;
  }

  @Override
  public int register(String subject, Schema schema) {
    SubjectAndSchema key = new SubjectAndSchema(subject, schema);
    Integer known = registered.get(key);
    if (known != null) {
      return known;
    }
    Answer answer = client.post(path(subject) + "/versions", question(schema));
    if (answer.status() == 409 || answer.status() == 422 || answer.status() == 400) {
      throw Refusals.told(subject, schema, answer.message());
    }
    int id = id(expectOk(answer));
    registered.put(key, id);
    byId.putIfAbsent(id, schema);
    return id;
  }

  @Override
  public Optional<RegisteredSchema> latest(String subject) {
    Answer answer = client.get(path(subject) + "/versions/latest");
    if (answer.status() == 404) {
      return Optional.empty();
    }
    JsonNode body = expectOk(answer);
    int id = id(body);
    Schema schema = byId.get(id);
    if (schema == null) {
      schema = parse("the latest version of subject " + subject, body);
      byId.put(id, schema);
    }
    return Optional.of(new RegisteredSchema(id, body.path("version").asInt(), subject, schema));
  }

  @Override
  public int idOf(String subject, Schema schema) {
    SubjectAndSchema key = new SubjectAndSchema(subject, schema);
    Integer known = lookedUp.get(key);
    if (known != null) {
      return known;
    }
    Answer answer = client.post(path(subject), question(schema));
    if (answer.status() == 404) {
      throw Refusals.notRegistered(subject, schema);
    }
    int id = id(expectOk(answer));
    lookedUp.put(key, id);
    byId.putIfAbsent(id, schema);
    return id;
  }

  /** Does nothing: the JDK's client frees its threads and connections when it is unreachable. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return client.address();
  }

  private void rememberUnknown(int id) {
    if (unknownUntil.size() >= MAX_UNKNOWN) {
      unknownUntil.clear();
    }
    unknownUntil.put(id, clock.instant().plus(UNKNOWN_FOR));
  }

  private Schema parse(String what, JsonNode body) {
    String kind = body.path("schemaType").asText("AVRO");
    if (!kind.equals("AVRO")) {
      throw new MalformedEventException(what + " is a " + kind + " schema; only AVRO can be read");
    }
    Schema.Parser parser = new Schema.Parser();
    try {
      parseReferences(parser, body, new HashSet<>());
      return parser.parse(body.path("schema").asText());
    } catch (AvroRuntimeException invalid) {
      throw new MalformedEventException(
          what + " is not a valid Avro schema: " + invalid.getMessage(), invalid);
    }
  }

  /** Depth first, so that each schema finds the names it refers to already parsed. */
  private void parseReferences(Schema.Parser parser, JsonNode body, Set<String> parsed) {
    for (JsonNode reference : body.path("references")) {
      String path =
          path(reference.path("subject").asText())
              + "/versions/"
              + reference.path("version").asInt();
      if (parsed.add(path)) {
        JsonNode target = expectOk(client.get(path));
        parseReferences(parser, target, parsed);
        parser.parse(target.path("schema").asText());
      }
    }
  }

  private JsonNode expectOk(Answer answer) {
    if (!answer.isOk()) {
      throw new RegistryUnavailableException(
          client.address(), Duration.ZERO, answer.message(), null);
    }
    return answer.body();
  }

  private int id(JsonNode body) {
    if (!body.path("id").isInt()) {
      throw new RegistryUnavailableException(
          client.address(), Duration.ZERO, "the answer holds no schema id", null);
    }
    return body.path("id").intValue();
  }

  private static JsonNode question(Schema schema) {
    return JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
  }

  private static String path(String subject) {
    return "/subjects/" + URLEncoder.encode(subject, UTF_8).replace("+", "%20");
  }

  /** Cheap as a key: schemas remember their hash, and one instance equals itself at once. */
  private record SubjectAndSchema(String subject, Schema schema) {}
}
