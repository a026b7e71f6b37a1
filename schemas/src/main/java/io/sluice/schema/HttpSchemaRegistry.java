package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.schema.RegistryClient.Answer;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;

/**
 * A registry that speaks Confluent's REST API: Confluent's own, Apicurio ({@code
 * /apis/ccompat/v7}), Karapace, Redpanda. Thread-safe.
 *
 * <p>Schemas by id and by version, and ids and versions by subject and schema, are remembered for
 * ever, since a registry never changes them; what is unknown is remembered as such for 10 seconds.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {

  private final RegistryClient client;
  private final RegistryAnswers answers;
  private final SubjectVersions versions;
  private final Map<Integer, Schema> byId = new ConcurrentHashMap<>();
  private final RecentlyMissing<Integer> unknown;
  private final Map<SubjectAndVersion, RegisteredSchema> byVersion = new ConcurrentHashMap<>();
  private final RecentlyMissing<SubjectAndVersion> noVersion;
  private final Map<SubjectAndSchema, Integer> registered = new ConcurrentHashMap<>();
  private final Map<SubjectAndSchema, Integer> lookedUp = new ConcurrentHashMap<>();

  private HttpSchemaRegistry(RegistryClient client, InstantSource clock) {
    this.client = client;
    this.answers = new RegistryAnswers(client);
    this.versions = new SubjectVersions(client, answers, clock);
    this.unknown = new RecentlyMissing<>(clock);
    this.noVersion = new RecentlyMissing<>(clock);
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
    if (unknown.holds(id)) {
      throw new UnknownSchemaException(id, client.address(), null);
    }
    Answer answer = client.get("/schemas/ids/" + id);
    if (answer.status() == 404) {
      unknown.add(id);
      throw new UnknownSchemaException(id, client.address(), null);
    }
    Schema schema = answers.schema("schema id " + id, answers.expectOk(answer));
    byId.put(id, schema);
    unknown.remove(id);
    return schema;
  }

  @Override
  public int register(String subject, Schema schema) {
    SubjectAndSchema key = new SubjectAndSchema(subject, schema);
    Integer known = registered.get(key);
    if (known != null) {
      return known;
    }
    Answer answer = client.post(RegistryAnswers.path(subject) + "/versions", question(schema));
    if (answer.status() == 409 || answer.status() == 422 || answer.status() == 400) {
      throw Refusals.told(subject, schema, answer.message());
    }
    int id = answers.id(answers.expectOk(answer));
    registered.put(key, id);
    byId.putIfAbsent(id, schema);
    return id;
  }

  @Override
  public Optional<RegisteredSchema> latest(String subject) {
    Answer answer = client.get(RegistryAnswers.path(subject) + "/versions/latest");
    if (answer.status() == 404) {
      return Optional.empty();
    }
    return Optional.of(registered(subject, answers.expectOk(answer)));
  }

  @Override
  public Optional<RegisteredSchema> version(String subject, int version) {
    SubjectAndVersion key = new SubjectAndVersion(subject, version);
    RegisteredSchema known = byVersion.get(key);
    if (known != null || noVersion.holds(key)) {
      return Optional.ofNullable(known);
    }
    Answer answer = client.get(RegistryAnswers.path(subject) + "/versions/" + version);
    if (answer.status() == 404 || answer.status() == 422) {
      noVersion.add(key);
      return Optional.empty();
    }
    return Optional.of(registered(subject, answers.expectOk(answer)));
  }

  @Override
  public OptionalInt versionOf(String subject, int id) {
    return versions.of(subject, id);
  }

  @Override
  public int idOf(String subject, Schema schema) {
    SubjectAndSchema key = new SubjectAndSchema(subject, schema);
    Integer known = lookedUp.get(key);
    if (known != null) {
      return known;
    }
    Answer answer = client.post(RegistryAnswers.path(subject), question(schema));
    if (answer.status() == 404) {
      throw Refusals.notRegistered(subject, schema);
    }
    int id = answers.id(answers.expectOk(answer));
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

  private RegisteredSchema registered(String subject, JsonNode body) {
    int id = answers.id(body);
    int version = body.path("version").asInt();
    Schema schema = byId.get(id);
    if (schema == null) {
      schema = answers.schema("version " + version + " of subject " + subject, body);
      byId.put(id, schema);
    }
    RegisteredSchema registered = new RegisteredSchema(id, version, subject, schema);
    byVersion.put(new SubjectAndVersion(subject, version), registered);
    versions.remember(registered);
    return registered;
  }

  private static JsonNode question(Schema schema) {
    return JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
  }

  /** Cheap as a key: schemas remember their hash, and one instance equals itself at once. */
  private record SubjectAndSchema(String subject, Schema schema) {}

  private record SubjectAndVersion(String subject, int version) {}
}
