package io.sluice.schema;

import io.sluice.schema.avro.Envelope;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/** Bytes to datum, by the schema whose id they carry. Thread-safe; readers are kept. */
final class AvroReading {

  private final SchemaRegistry registry;
  private final WireFormat wire;
  private final Map<IdAndClass, DatumReader<?>> specific = new ConcurrentHashMap<>();
  private final Map<Integer, DatumReader<Object>> generic = new ConcurrentHashMap<>();

  AvroReading(SchemaRegistry registry, WireFormat wire) {
    this.registry = registry;
    this.wire = wire;
  }

  /** The schema that wrote the bytes. */
  Schema writerOf(ByteBuffer bytes, Supplier<String> what) {
    return registry.byId(WireFormat.schemaId(bytes, what));
  }

  /**
   * As a generated class, resolved to its own schema.
   *
   * @throws org.apache.avro.AvroTypeException when the schemas cannot be resolved
   */
  <T extends SpecificRecord> T read(ByteBuffer bytes, Class<T> as, Supplier<String> what) {
    int id = WireFormat.schemaId(bytes, what);
    IdAndClass key = new IdAndClass(id, as);
    DatumReader<?> reader = specific.get(key);
    if (reader == null) {
      Schema writer = registry.byId(id);
      reader =
          as == Envelope.class && EnvelopeReader.reads(writer)
              ? new EnvelopeReader()
              : specificReader(writer, as);
      specific.put(key, reader);
    }
    Supplier<String> described = () -> describe(what, id, as.getName());
    try {
      return as.cast(wire.decode(bytes, reader, described));
    } catch (AvroTypeException unresolved) {
      // Avro says so of schemas that do not fit and of bytes that do not; only the schemas can
      // tell.
      if (AvroResolution.canRead(SpecificData.getForClass(as).getSchema(as), registry.byId(id))) {
        throw malformed(described, unresolved);
      }
      throw unresolved;
    }
  }

  /** As it was written: a GenericRecord, or a primitive where the schema is one. */
  Object readGeneric(ByteBuffer bytes, Supplier<String> what) {
    int id = WireFormat.schemaId(bytes, what);
    DatumReader<Object> reader = generic.get(id);
    Schema writer = registry.byId(id);
    if (reader == null) {
      reader = new GenericDatumReader<>(writer);
      generic.put(id, reader);
    }
    Supplier<String> described = () -> describe(what, id, writer.getFullName());
    try {
      return wire.decode(bytes, reader, described);
    } catch (AvroTypeException broken) {
      throw malformed(described, broken);
    }
  }

  static <T extends SpecificRecord> DatumReader<T> specificReader(Schema writer, Class<T> as) {
    SpecificData model = SpecificData.getForClass(as);
    Schema reader = model.getSchema(as);
    TrustedClasses.add(as, reader);
    return new SpecificDatumReader<>(writer, reader, model);
  }

  private static MalformedEventException malformed(
      Supplier<String> described, AvroTypeException broken) {
    return new MalformedEventException(
        described.get() + ": broken: " + broken.getMessage(),
        WireFormat.PlacedTypeException.atByte(broken),
        broken);
  }

  private static String describe(Supplier<String> what, int id, String wanted) {
    return what.get() + " (schema id " + id + ", read as " + wanted + ")";
  }

  private record IdAndClass(int id, Class<?> as) {}
}
