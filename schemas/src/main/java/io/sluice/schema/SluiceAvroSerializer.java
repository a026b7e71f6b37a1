package io.sluice.schema;

import java.time.InstantSource;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericContainer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Any Avro datum as a record's key or value; a drop-in for Confluent's KafkaAvroSerializer with its
 * keys and its bytes. Text, numbers, booleans and byte arrays are written with Avro's primitive
 * schemas. Thread-safe once configured. Throws the kinds of {@link EventFormatException}.
 */
public final class SluiceAvroSerializer implements Serializer<Object> {

  private @Nullable AvroWriting writing;
  private @Nullable SchemaRegistry registry;
  private SubjectNames names = SubjectNames.TOPIC_NAME;
  private boolean isKey;

  @Override
  public void configure(Map<String, ?> configs, boolean forKey) {
    ConfigValues values = new ConfigValues(configs);
    SchemaRegistry opened = SchemaRegistry.create(configs);
    registry = opened;
    isKey = forKey;
    names = SubjectNames.of(values, forKey);
    writing =
        new AvroWriting(
            opened, new LatestSchemas(opened, InstantSource.system()), values, new WireFormat());
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable Object data) {
    if (data == null) {
      return null;
    }
    AvroWriting ready = writing;
    if (ready == null) {
      throw new IllegalStateException("configure(…) has not been called");
    }
    Schema schema = schemaOf(data);
    String subject = names.subject(topic, isKey, schema);
    return data instanceof byte[] bytes
        ? ready.writeRaw(subject, schema, bytes)
        : ready.write(subject, schema, data);
  }

  @Override
  public void close() {
    if (registry != null) {
      registry.close();
    }
  }

  private static Schema schemaOf(Object data) {
    if (data instanceof GenericContainer container) {
      return container.getSchema();
    }
    SchemaBuilder.TypeBuilder<Schema> builder = SchemaBuilder.builder();
    if (data instanceof CharSequence) {
      return builder.stringType();
    } else if (data instanceof Integer) {
      return builder.intType();
    } else if (data instanceof Long) {
      return builder.longType();
    } else if (data instanceof Float) {
      return builder.floatType();
    } else if (data instanceof Double) {
      return builder.doubleType();
    } else if (data instanceof Boolean) {
      return builder.booleanType();
    } else if (data instanceof byte[]) {
      return builder.bytesType();
    }
    throw new PayloadMismatchException(
        "$", "an Avro record, text, number, boolean or bytes", data.getClass().getName());
  }
}
