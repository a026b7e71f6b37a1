package io.sluice.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
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

/**
 * The payload inside the envelope: Avro under the subject named by the event's type, or a {@link
 * JsonPayload} while the type has no schema. Thread-safe.
 */
final class PayloadCodec {

  private static final String JSON_PAYLOAD = JsonPayload.getClassSchema().getFullName();

  /** Numbers keep every digit: 1.10 of a currency stays 1.10. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final AvroWriting writing;
  private final AvroReading reading;
  private final LatestSchemas latest;

  PayloadCodec(AvroWriting writing, AvroReading reading, LatestSchemas latest) {
    this.writing = writing;
    this.reading = reading;
    this.latest = latest;
  }

  byte[] encode(String type, Object data) {
    if (data instanceof IndexedRecord record) {
      return writing.write(type, record.getSchema(), record);
    }
    JsonNode json = json(data);
    Optional<RegisteredSchema> schema = latest.of(type);
    if (schema.isPresent() && schema.get().schema().getType() == Schema.Type.RECORD) {
      GenericRecord record = JsonToAvro.convert(json, schema.get().schema());
      return writing.write(schema.get().id(), record.getSchema(), record);
    }
    JsonPayload payload = new JsonPayload(json.toString());
    return writing.write(JSON_PAYLOAD, payload.getSchema(), payload);
  }

  Object decode(Envelope envelope) {
    ByteBuffer data = envelope.getData();
    Supplier<String> what = () -> describe(envelope);
    return isJson(reading.writerOf(data, what))
        ? jsonPayload(data, what)
        : reading.readGeneric(data, what);
  }

  <T> T decode(Envelope envelope, Class<T> as) {
    ByteBuffer data = envelope.getData();
    Supplier<String> what = () -> describe(envelope);
    Schema writer = reading.writerOf(data, what);
    if (as == Object.class) {
      return as.cast(decode(envelope));
    }
    if (SpecificRecord.class.isAssignableFrom(as) && as != SpecificRecord.class) {
      return as.cast(specific(envelope, writer, as.asSubclass(SpecificRecord.class)));
    }
    if (as.isAssignableFrom(GenericRecord.class) || as == GenericData.Record.class) {
      return as.cast(generic(envelope, writer));
    }
    JsonNode json =
        isJson(writer)
            ? jsonPayload(data, what)
            : AvroToJson.convert(reading.readGeneric(data, what), writer);
    return JsonNode.class.isAssignableFrom(as) ? node(json, as) : bound(json, as);
  }

  private <T extends SpecificRecord> T specific(Envelope envelope, Schema writer, Class<T> as) {
    ByteBuffer data = envelope.getData();
    Supplier<String> what = () -> describe(envelope);
    try {
      if (isJson(writer) && as != JsonPayload.class) {
        Schema wanted = SpecificData.getForClass(as).getSchema(as);
        return specific(JsonToAvro.convert(jsonPayload(data, what), wanted), as);
      }
      return reading.read(data, as, what);
    } catch (AvroTypeException other) {
      throw new PayloadMismatchException(
          "$", as.getName(), writer.getFullName() + " (" + other.getMessage() + ")", other);
    }
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

  private GenericRecord generic(Envelope envelope, Schema writer) {
    Supplier<String> what = () -> describe(envelope);
    if (isJson(writer)) {
      Optional<RegisteredSchema> schema = latest.of(envelope.getType());
      if (schema.isPresent() && schema.get().schema().getType() == Schema.Type.RECORD) {
        return JsonToAvro.convert(jsonPayload(envelope.getData(), what), schema.get().schema());
      }
    }
    Object datum = reading.readGeneric(envelope.getData(), what);
    if (datum instanceof GenericRecord record) {
      return record;
    }
    throw new PayloadMismatchException("$", "an Avro record", writer.getType().getName());
  }

  private JsonNode jsonPayload(ByteBuffer data, Supplier<String> what) {
    String text = reading.read(data, JsonPayload.class, what).getJson();
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      throw new MalformedEventException(
          what.get() + ": the JsonPayload holds no JSON: " + notJson.getOriginalMessage(), notJson);
    }
  }

  private static JsonNode json(Object data) {
    try {
      return data instanceof JsonNode node ? node : JSON.valueToTree(data);
    } catch (IllegalArgumentException notJson) {
      throw new PayloadMismatchException(
          "$", "data that Jackson turns into JSON", data.getClass().getName(), notJson);
    }
  }

  private static <T> T node(JsonNode json, Class<T> as) {
    if (as.isInstance(json)) {
      return as.cast(json);
    }
    throw new PayloadMismatchException("$", as.getSimpleName(), JsonKinds.describe(json));
  }

  private static <T> T bound(JsonNode json, Class<T> as) {
    try {
      return JSON.treeToValue(json, as);
    } catch (JsonMappingException doesNotFit) {
      String path = "$";
      for (JsonMappingException.Reference step : doesNotFit.getPath()) {
        path =
            step.getFieldName() == null
                ? path + "[" + step.getIndex() + "]"
                : JsonKinds.child(path, step.getFieldName());
      }
      throw new PayloadMismatchException(
          path, as.getName(), doesNotFit.getOriginalMessage(), doesNotFit);
    } catch (JsonProcessingException doesNotFit) {
      throw new PayloadMismatchException(
          "$", as.getName(), doesNotFit.getOriginalMessage(), doesNotFit);
    }
  }

  private static boolean isJson(Schema writer) {
    return writer.getFullName().equals(JSON_PAYLOAD);
  }

  private static String describe(Envelope envelope) {
    return "data of " + envelope.getType() + " " + envelope.getId();
  }
}
