package io.sluice.schema;

import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.Schema;

/** A registry that fails the test when it is asked for versions. */
final class NoVersions implements SchemaRegistry {

  private final SchemaRegistry registry;

  NoVersions(SchemaRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Schema byId(int id) {
    return registry.byId(id);
  }

  @Override
  public int register(String subject, Schema schema) {
    return registry.register(subject, schema);
  }

  @Override
  public Optional<RegisteredSchema> latest(String subject) {
    return registry.latest(subject);
  }

  @Override
  public Optional<RegisteredSchema> version(String subject, int version) {
    throw new AssertionError("asked for version " + version + " of " + subject);
  }

  @Override
  public OptionalInt versionOf(String subject, int id) {
    throw new AssertionError("asked which version of " + subject + " is " + id);
  }

  @Override
  public int idOf(String subject, Schema schema) {
    return registry.idOf(subject, schema);
  }

  @Override
  public void close() {
    registry.close();
  }
}
