package io.sluice.schema;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link SluiceAvroSerializer} or Confluent's KafkaAvroSerializer wrote: GenericRecords,
 * or with {@code specific.avro.reader=true} the generated classes that the schemas name, whose
 * packages {@code sluice.trusted.packages} must list. Thread-safe once configured. Throws the kinds
 * of {@link EventFormatException}.
 */
public final class SluiceAvroDeserializer implements Deserializer<Object> {

  private @Nullable AvroReading reading;
  private @Nullable SchemaRegistry registry;
  private boolean specific;

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    ConfigValues values = new ConfigValues(configs);
    TrustedClasses.addPackages(values.list(TrustedClasses.PACKAGES));
    SchemaRegistry opened = SchemaRegistry.create(configs);
    registry = opened;
    specific = values.flag("specific.avro.reader", false);
    reading = new AvroReading(opened, new WireFormat());
  }

  @Override
  public @Nullable Object deserialize(String topic, byte @Nullable [] data) {
    if (data == null) {
      return null;
    }
    AvroReading ready = reading;
    if (ready == null) {
      throw new IllegalStateException("configure(…) has not been called");
    }
    ByteBuffer bytes = ByteBuffer.wrap(data);
    Supplier<String> what = () -> "record on " + topic;
    Schema writer = ready.writerOf(bytes, what);
    if (writer.getType() == Schema.Type.BYTES) {
      // Confluent's way with a byte array: no length of Avro's before it.
      return Arrays.copyOfRange(data, WireFormat.HEADER, data.length);
    }
    try {
      return specific && writer.getType() == Schema.Type.RECORD
          ? ready.read(bytes, generatedClass(writer), what)
          : ready.readGeneric(bytes, what);
    } catch (AvroTypeException unresolved) {
      throw new PayloadMismatchException(
          "$",
          "the generated class of " + writer.getFullName(),
          String.valueOf(unresolved.getMessage()),
          unresolved);
    }
  }

  @Override
  public void close() {
    if (registry != null) {
      registry.close();
    }
  }

  private static Class<? extends SpecificRecord> generatedClass(Schema writer) {
    Class<?> named;
    try {
      named = SpecificData.get().getClass(writer);
    } catch (SecurityException untrusted) {
      throw new ConfigException(
          TrustedClasses.PACKAGES
              + " must list the package of "
              + writer.getFullName()
              + ": a schema names this class, and only classes of listed packages are made");
    }
    if (named == null || !SpecificRecord.class.isAssignableFrom(named)) {
      throw new ConfigException(
          "specific.avro.reader",
          true,
          "there is no generated class " + writer.getFullName() + " on the class path");
    }
    return named.asSubclass(SpecificRecord.class);
  }
}
