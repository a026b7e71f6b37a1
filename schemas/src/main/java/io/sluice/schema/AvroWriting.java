package io.sluice.schema;

import io.sluice.schema.avro.EventStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Datum to bytes, under a subject, with the schema id that Confluent's rules give: registered now
 * ({@code auto.register.schemas}, the default), the subject's newest ({@code use.latest.version}),
 * or looked up. Thread-safe.
 */
final class AvroWriting {

  static final String AUTO_REGISTER = "auto.register.schemas";
  static final String USE_LATEST = "use.latest.version";
  private static final int MAX_WRITERS = 1_000;

  private final SchemaRegistry registry;
  private final LatestSchemas latest;
  private final boolean autoRegister;
  private final boolean useLatest;
  private final WireFormat wire;
  private final Map<Class<?>, DatumWriter<Object>> specific = new ConcurrentHashMap<>();
  private final Map<Schema, DatumWriter<Object>> generic = new ConcurrentHashMap<>();

  AvroWriting(SchemaRegistry registry, LatestSchemas latest, ConfigValues config, WireFormat wire) {
    this.registry = registry;
    this.latest = latest;
    this.autoRegister = config.flag(AUTO_REGISTER, true);
    this.useLatest = config.flag(USE_LATEST, false);
    this.wire = wire;
  }

  /**
   * @throws IncompatibleSchemaException when the registry does not take the schema
   * @throws PayloadMismatchException when the datum does not fit it
   */
  byte[] write(String subject, Schema schema, Object datum) {
    if (!autoRegister && useLatest) {
      return writeAsLatest(subject, schema, datum);
    }
    return write(id(subject, schema), schema, datum);
  }

  /** Bytes without Avro's length before them: Confluent's way with a byte array. */
  byte[] writeRaw(String subject, Schema schema, byte[] bytes) {
    return ByteBuffer.allocate(WireFormat.HEADER + bytes.length)
        .put((byte) 0)
        .putInt(id(subject, schema))
        .put(bytes)
        .array();
  }

  /** With an id that is known to be the schema's. */
  byte[] write(int id, Schema schema, Object datum) {
    return wire.encode(id, datum, writer(schema, datum), schema.getFullName());
  }

  private int id(String subject, Schema schema) {
    return autoRegister ? registry.register(subject, schema) : registry.idOf(subject, schema);
  }

  private byte[] writeAsLatest(String subject, Schema schema, Object datum) {
    RegisteredSchema newest =
        latest.of(subject).orElseThrow(() -> Refusals.notRegistered(subject, schema));
    return newest.schema().equals(schema)
        ? write(newest.id(), schema, datum)
        : write(newest.id(), newest.schema(), resolved(subject, schema, newest.schema(), datum));
  }

  /** The datum as the other schema has it: by field names, as Avro resolves what it reads. */
  private Object resolved(String subject, Schema from, Schema to, Object datum) {
    byte[] bytes = write(0, from, datum);
    Decoder decoder =
        DecoderFactory.get()
            .binaryDecoder(bytes, WireFormat.HEADER, bytes.length - WireFormat.HEADER, null);
    try {
      return new GenericDatumReader<Object>(from, to).read(null, decoder);
    } catch (IOException | AvroRuntimeException doesNotFit) {
      throw new IncompatibleSchemaException(
          subject,
          "the newest version cannot take what is to be written: " + doesNotFit.getMessage(),
          null,
          doesNotFit);
    }
  }

  private DatumWriter<Object> writer(Schema schema, Object datum) {
    if (datum instanceof SpecificRecord record) {
      DatumWriter<Object> known = specific.get(record.getClass());
      if (known == null && record instanceof EventStatus) {
        known = cast(new EventStatusWriter());
        specific.put(EventStatus.class, known);
      } else if (known == null) {
        SpecificData model = SpecificData.getForClass(record.getClass());
        known = new SpecificDatumWriter<>(record.getSchema(), model);
        specific.put(record.getClass(), known);
      }
      return known;
    }
    DatumWriter<Object> known = generic.get(schema);
    if (known == null) {
      if (generic.size() >= MAX_WRITERS) {
        generic.clear();
      }
      known =
          new GenericDatumWriter<>(
              schema, datum instanceof GenericRecord ? GenericData.get() : SpecificData.get());
      generic.put(schema, known);
    }
    return known;
  }

  /** A writer of one class, kept under that class. */
  @SuppressWarnings("unchecked")
  private static DatumWriter<Object> cast(DatumWriter<?> writer) {
    return (DatumWriter<Object>) writer;
  }
}
