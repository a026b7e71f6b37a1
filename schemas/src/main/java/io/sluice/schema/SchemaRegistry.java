package io.sluice.schema;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.Schema;

/**
 * Where schemas are kept. Implementations are thread-safe and remember what cannot change: the
 * schema of an id, the id and the version of a schema under a subject.
 *
 * <p>Every method throws {@link RegistryUnavailableException} when the registry gives no usable
 * answer.
 */
public interface SchemaRegistry extends AutoCloseable {

  /** The registry that {@code schema.registry.url} names; {@code mock://scope} is in memory. */
  static SchemaRegistry create(Map<String, ?> config) {
    return InMemorySchemaRegistry.named(config)
        .map(SchemaRegistry.class::cast)
        .orElseGet(() -> HttpSchemaRegistry.create(config));
  }

  /**
   * The schema that an id in the bytes stands for.
   *
   * @throws UnknownSchemaException when there is none of that id
   */
  Schema byId(int id);

  /**
   * Registers the schema under the subject, or finds it there.
   *
   * @return its id
   * @throws IncompatibleSchemaException when the registry refuses it
   */
  int register(String subject, Schema schema);

  /** The newest version of the subject, asked for anew each time; empty when there is none. */
  Optional<RegisteredSchema> latest(String subject);

  /** A version of the subject, counted from 1; empty when there is none of that number. */
  Optional<RegisteredSchema> version(String subject, int version);

  /**
   * Which version of the subject the schema of an id is; empty when it is not registered there. One
   * id may be a version of several subjects.
   */
  OptionalInt versionOf(String subject, int id);

  /**
   * The id of a schema that is registered under the subject already.
   *
   * @throws IncompatibleSchemaException when it is not
   */
  int idOf(String subject, Schema schema);

  @Override
  void close();
}
