package io.sluice.schema;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;

/**
 * A registry for tests, without a server: same ids, versions and refusals (each new version must be
 * BACKWARD compatible, as with the real one). Thread-safe.
 *
 * <p>{@code schema.registry.url=mock://scope} gives everyone in this JVM the one of that scope, as
 * with Confluent's.
 */
public final class InMemorySchemaRegistry implements SchemaRegistry {

  private static final String SCHEME = "mock://";
  private static final Map<String, InMemorySchemaRegistry> SCOPES = new ConcurrentHashMap<>();

  private final String address;
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<Integer, Schema> schemas = new HashMap<>();
  private final Map<String, List<RegisteredSchema>> subjects = new LinkedHashMap<>();
  private final Set<String> unchecked = new HashSet<>();
  private boolean available = true;

  public InMemorySchemaRegistry() {
    this(SCHEME);
  }

  private InMemorySchemaRegistry(String address) {
    this.address = address;
  }

  /** The registry of {@code mock://<scope>}, made when it is first asked for. */
  public static InMemorySchemaRegistry scope(String scope) {
    return SCOPES.computeIfAbsent(scope, name -> new InMemorySchemaRegistry(SCHEME + name));
  }

  /** Forgets the registry of that scope; who holds it keeps it. */
  public static void dropScope(String scope) {
    SCOPES.remove(scope);
  }

  static Optional<InMemorySchemaRegistry> named(Map<String, ?> config) {
    Object url = config.get(RegistryConfig.URL);
    return url != null && url.toString().strip().startsWith(SCHEME)
        ? Optional.of(scope(url.toString().strip().substring(SCHEME.length())))
        : Optional.empty();
  }

  /** Makes every later call fail as if the server were down, or come back with all it held. */
  public synchronized void setAvailable(boolean isAvailable) {
    available = isAvailable;
  }

  /**
   * Lets later versions of the subject break earlier ones, as the compatibility NONE of a real
   * registry does.
   */
  public synchronized void allowBreaking(String subject) {
    unchecked.add(subject);
  }

  /** All subjects, in the order in which they were first registered. */
  public synchronized List<String> subjects() {
    return List.copyOf(subjects.keySet());
  }

  @Override
  public synchronized Schema byId(int id) {
    checkAvailable();
    Schema schema = schemas.get(id);
    if (schema == null) {
      throw new UnknownSchemaException(id, address, null);
    }
    return schema;
  }

  @Override
  public synchronized int register(String subject, Schema schema) {
    checkAvailable();
    List<RegisteredSchema> versions = subjects.getOrDefault(subject, new ArrayList<>());
    for (RegisteredSchema known : versions) {
      if (known.schema().toString().equals(schema.toString())) {
        return known.id();
      }
    }
    if (!versions.isEmpty() && !unchecked.contains(subject)) {
      checkCompatible(subject, schema, versions.get(versions.size() - 1).schema());
    }
    int id = ids.computeIfAbsent(schema.toString(), text -> ids.size() + 1);
    schemas.put(id, schema);
    versions.add(new RegisteredSchema(id, versions.size() + 1, subject, schema));
    subjects.put(subject, versions);
    return id;
  }

  @Override
  public synchronized Optional<RegisteredSchema> latest(String subject) {
    checkAvailable();
    List<RegisteredSchema> versions = subjects.get(subject);
    return versions == null ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
  }

  @Override
  public synchronized Optional<RegisteredSchema> version(String subject, int version) {
    checkAvailable();
    List<RegisteredSchema> versions = subjects.getOrDefault(subject, List.of());
    return version < 1 || version > versions.size()
        ? Optional.empty()
        : Optional.of(versions.get(version - 1));
  }

  @Override
  public synchronized OptionalInt versionOf(String subject, int id) {
    checkAvailable();
    return subjects.getOrDefault(subject, List.of()).stream()
        .filter(known -> known.id() == id)
        .mapToInt(RegisteredSchema::version)
        .max();
  }

  @Override
  public synchronized int idOf(String subject, Schema schema) {
    checkAvailable();
    return subjects.getOrDefault(subject, List.of()).stream()
        .filter(known -> known.schema().toString().equals(schema.toString()))
        .findFirst()
        .orElseThrow(() -> Refusals.notRegistered(subject, schema))
        .id();
  }

  /** Does nothing: the registry is its scope's, and may be in use elsewhere. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return address;
  }

  private void checkAvailable() {
    if (!available) {
      throw new RegistryUnavailableException(
          address, Duration.ZERO, "made unavailable by the test", null);
    }
  }

  private static void checkCompatible(String subject, Schema reader, Schema writer) {
    SchemaPairCompatibility result =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    if (result.getType() != SchemaCompatibilityType.COMPATIBLE) {
      throw Refusals.incompatible(subject, reader, result.getDescription(), result.getResult());
    }
  }
}
