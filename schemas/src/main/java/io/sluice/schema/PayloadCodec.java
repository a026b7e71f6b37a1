package io.sluice.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.avro.Envelope;
import io.sluice.schema.avro.JsonPayload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The payload inside the envelope: Avro under the subject named by the event's type, or a {@link
 * JsonPayload} while the type has no schema. Thread-safe.
 */
final class PayloadCodec {

  private static final String JSON_PAYLOAD = JsonPayload.getClassSchema().getFullName();

  private final AvroWriting writing;
  private final AvroReading reading;
  private final LatestSchemas latest;
  private final Upcasting upcasting;

  PayloadCodec(
      AvroWriting writing, AvroReading reading, LatestSchemas latest, Upcasting upcasting) {
    this.writing = writing;
    this.reading = reading;
    this.latest = latest;
    this.upcasting = upcasting;
  }

  byte[] encode(String type, Object data) {
    if (data instanceof IndexedRecord record) {
      return writing.write(type, record.getSchema(), record);
    }
    JsonNode json = JsonBinding.toJson(data);
    Optional<RegisteredSchema> schema = latest.of(type);
    if (schema.isPresent() && schema.get().schema().getType() == Schema.Type.RECORD) {
      GenericRecord record = JsonToAvro.convert(json, schema.get().schema());
      return writing.write(schema.get().id(), record.getSchema(), record);
    }
    JsonPayload payload = new JsonPayload(json.toString());
    return writing.write(JSON_PAYLOAD, payload.getSchema(), payload);
  }

  /** As it was written: a JsonNode, or an Avro datum. */
  Object decode(Envelope envelope) {
    return asWritten(envelope, writer(envelope));
  }

  /** As it was written, Avro turned into JSON. */
  JsonNode json(Envelope envelope) {
    Schema writer = writer(envelope);
    Object written = asWritten(envelope, writer);
    return written instanceof JsonNode json ? json : AvroToJson.convert(written, writer);
  }

  <T> T decode(Envelope envelope, Class<T> as) {
    Schema writer = writer(envelope);
    if (upcasts(envelope.getType()) && as != JsonPayload.class) {
      UpcastChain chain = chain(envelope, writer);
      if (!chain.isEmpty()) {
        return raised(chain.raise(asWritten(envelope, writer)), as);
      }
    }
    if (as == Object.class) {
      return as.cast(asWritten(envelope, writer));
    }
    if (isGenerated(as)) {
      return as.cast(specific(envelope, writer, as.asSubclass(SpecificRecord.class)));
    }
    if (isGeneric(as)) {
      return as.cast(generic(envelope, writer));
    }
    return JsonBinding.to(json(envelope), as);
  }

  /** True if there are upcasters for the type, whether they lead anywhere or not. */
  boolean upcasts(String type) {
    return upcasting.covers(type);
  }

  /** The upcasters that the payload needs. */
  UpcastChain chain(Envelope envelope) {
    return chain(envelope, writer(envelope));
  }

  /** Through bytes, as Avro has no other way from generic to generated classes. */
  <T extends SpecificRecord> T specific(GenericRecord record, Class<T> as) {
    byte[] bytes = writing.write(0, record.getSchema(), record);
    try {
      return AvroReading.specificReader(record.getSchema(), as)
          .read(
              null,
              DecoderFactory.get()
                  .binaryDecoder(bytes, WireFormat.HEADER, bytes.length - WireFormat.HEADER, null));
    } catch (IOException neverFromMemory) {
      throw new UncheckedIOException(neverFromMemory);
    }
  }

  int writerId(Envelope envelope) {
    return WireFormat.schemaId(envelope.getData(), () -> describe(envelope));
  }

  Schema writer(Envelope envelope) {
    return reading.writerOf(envelope.getData(), () -> describe(envelope));
  }

  static boolean isJson(Schema writer) {
    return writer.getFullName().equals(JSON_PAYLOAD);
  }

  private UpcastChain chain(Envelope envelope, Schema writer) {
    @Nullable Schema avro = isJson(writer) ? null : writer;
    return upcasting.chain(envelope.getType(), writerId(envelope), avro);
  }

  private <T> T raised(GenericRecord record, Class<T> as) {
    if (as == Object.class || isGeneric(as)) {
      return as.cast(record);
    }
    if (!isGenerated(as)) {
      return JsonBinding.to(AvroToJson.convert(record, record.getSchema()), as);
    }
    try {
      return as.cast(specific(record, as.asSubclass(SpecificRecord.class)));
    } catch (AvroTypeException other) {
      throw mismatch(as, record.getSchema(), other);
    }
  }

  private <T extends SpecificRecord> T specific(Envelope envelope, Schema writer, Class<T> as) {
    try {
      if (isJson(writer) && as != JsonPayload.class) {
        Schema wanted = SpecificData.getForClass(as).getSchema(as);
        return specific(JsonToAvro.convert(jsonPayload(envelope), wanted), as);
      }
      return reading.read(envelope.getData(), as, () -> describe(envelope));
    } catch (AvroTypeException other) {
      throw mismatch(as, writer, other);
    }
  }

  private GenericRecord generic(Envelope envelope, Schema writer) {
    if (isJson(writer)) {
      Optional<RegisteredSchema> schema = latest.of(envelope.getType());
      if (schema.isPresent() && schema.get().schema().getType() == Schema.Type.RECORD) {
        return JsonToAvro.convert(jsonPayload(envelope), schema.get().schema());
      }
    }
    Object datum = reading.readGeneric(envelope.getData(), () -> describe(envelope));
    if (datum instanceof GenericRecord record) {
      return record;
    }
    throw new PayloadMismatchException("$", "an Avro record", writer.getType().getName());
  }

  private Object asWritten(Envelope envelope, Schema writer) {
    return isJson(writer)
        ? jsonPayload(envelope)
        : reading.readGeneric(envelope.getData(), () -> describe(envelope));
  }

  private JsonNode jsonPayload(Envelope envelope) {
    Supplier<String> what = () -> describe(envelope);
    ByteBuffer data = envelope.getData();
    try {
      return JsonBinding.parse(reading.read(data, JsonPayload.class, what).getJson());
    } catch (JsonProcessingException notJson) {
      throw new MalformedEventException(
          what.get() + ": the JsonPayload holds no JSON: " + notJson.getOriginalMessage(), notJson);
    }
  }

  private static PayloadMismatchException mismatch(
      Class<?> as, Schema writer, AvroTypeException other) {
    return new PayloadMismatchException(
        "$", as.getName(), writer.getFullName() + " (" + other.getMessage() + ")", other);
  }

  private static boolean isGenerated(Class<?> as) {
    return SpecificRecord.class.isAssignableFrom(as) && as != SpecificRecord.class;
  }

  private static boolean isGeneric(Class<?> as) {
    return as.isAssignableFrom(GenericRecord.class) || as == GenericData.Record.class;
  }

  private static String describe(Envelope envelope) {
    return "data of " + envelope.getType() + " " + envelope.getId();
  }
}
