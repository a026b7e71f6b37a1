package io.sluice.schema;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** From one schema to another by Avro's own rules: by field names, aliases and defaults. */
final class AvroResolution {

  private AvroResolution() {}

  /** True if whatever was written with the one can be read with the other. */
  static boolean canRead(Schema reader, Schema writer) {
    return reader.equals(writer)
        || SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType()
            == SchemaCompatibilityType.COMPATIBLE;
  }

  /**
   * The datum as the other schema has it.
   *
   * @throws org.apache.avro.AvroRuntimeException when it cannot be resolved
   */
  static Object resolve(Object datum, Schema from, Schema to) {
    if (from.equals(to)) {
      return datum;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      new GenericDatumWriter<>(from).write(datum, encoder);
      encoder.flush();
      return new GenericDatumReader<Object>(from, to)
          .read(null, DecoderFactory.get().binaryDecoder(out.toByteArray(), null));
    } catch (IOException neverFromMemory) {
      throw new UncheckedIOException(neverFromMemory);
    }
  }
}
