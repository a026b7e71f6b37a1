package io.sluice.cli;

import io.sluice.schema.IncompatibleSchemaException;
import io.sluice.schema.RegisteredSchema;
import io.sluice.schema.SchemaRegistry;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.Schema;

/**
 * Looks schemas up and registers none, for a dry run: what would be registered gets an id that is
 * thrown away with the bytes that carry it.
 */
final class ReadOnlyRegistry implements SchemaRegistry {
  private static final int NOT_REGISTERED = Integer.MAX_VALUE;

  private final SchemaRegistry registry;

  ReadOnlyRegistry(SchemaRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Schema byId(int id) {
    return registry.byId(id);
  }

  @Override
  public int register(String subject, Schema schema) {
    try {
      return registry.idOf(subject, schema);
    } catch (IncompatibleSchemaException notYetRegistered) {
      return NOT_REGISTERED;
    }
  }

  @Override
  public Optional<RegisteredSchema> latest(String subject) {
    return registry.latest(subject);
  }

  @Override
  public Optional<RegisteredSchema> version(String subject, int version) {
    return registry.version(subject, version);
  }

  @Override
  public OptionalInt versionOf(String subject, int id) {
    return registry.versionOf(subject, id);
  }

  @Override
  public int idOf(String subject, Schema schema) {
    return register(subject, schema);
  }

  @Override
  public void close() {
    registry.close();
  }

  @Override
  public String toString() {
    return registry.toString();
  }
}
