package io.sluice.schema;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Conversion;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Avro as the plain JSON people expect: a nullable field is its value or null, without Avro's
 * {@code {"string": …}}. {@link JsonToAvro} reads all of it back. Thread-safe.
 *
 * <p>Only where a union has several branches beside null is the value wrapped as in Avro's own JSON
 * encoding, which tells the branch. Bytes are text of one character a byte (ISO 8859-1), as there;
 * decimals are numbers; times are what the schema holds, e.g. ms since the epoch; NaN and the
 * infinities, which JSON lacks, are strings.
 */
public final class AvroToJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);
  private static final GenericData MODEL = model();

  private AvroToJson() {}

  /**
   * The datum as JSON.
   *
   * @param datum of generic or generated classes, as fits the schema
   * @throws org.apache.avro.AvroRuntimeException when it does not fit
   */
  public static JsonNode convert(@Nullable Object datum, Schema schema) {
    if (schema.getType() == Schema.Type.UNION) {
      return union(datum, schema);
    }
    if (schema.getType() == Schema.Type.NULL) {
      return JSON.nullNode();
    }
    if (datum == null) {
      throw new AvroRuntimeException("null where the schema wants " + schema.getFullName());
    }
    return present(raw(datum, schema), schema);
  }

  private static JsonNode present(Object raw, Schema schema) {
    if (raw instanceof BigDecimal decimal) {
      return JSON.numberNode(decimal);
    }
    return switch (schema.getType()) {
      case BOOLEAN -> JSON.booleanNode((Boolean) raw);
      case INT -> JSON.numberNode(((Number) raw).intValue());
      case LONG -> JSON.numberNode(((Number) raw).longValue());
      case FLOAT -> floating(((Number) raw).floatValue());
      case DOUBLE -> floating(((Number) raw).doubleValue());
      case STRING, ENUM -> JSON.textNode(raw.toString());
      case BYTES -> JSON.textNode(text(((ByteBuffer) raw).duplicate()));
      case FIXED -> JSON.textNode(new String(((GenericFixed) raw).bytes(), ISO_8859_1));
      case ARRAY -> array((Iterable<?>) raw, schema);
      case MAP -> map((Map<?, ?>) raw, schema);
      case RECORD -> record((IndexedRecord) raw, schema);
      case UNION, NULL -> throw new IllegalArgumentException(schema.toString());
    };
  }

  private static JsonNode record(IndexedRecord record, Schema schema) {
    ObjectNode object = JSON.objectNode();
    for (Schema.Field field : schema.getFields()) {
      object.set(field.name(), convert(record.get(field.pos()), field.schema()));
    }
    return object;
  }

  private static JsonNode array(Iterable<?> items, Schema schema) {
    ArrayNode array = JSON.arrayNode();
    for (Object item : items) {
      array.add(convert(item, schema.getElementType()));
    }
    return array;
  }

  private static JsonNode map(Map<?, ?> entries, Schema schema) {
    ObjectNode object = JSON.objectNode();
    entries.forEach(
        (name, value) -> object.set(name.toString(), convert(value, schema.getValueType())));
    return object;
  }

  private static JsonNode union(@Nullable Object datum, Schema schema) {
    Schema branch = schema.getTypes().get(MODEL.resolveUnion(schema, datum));
    JsonNode value = convert(datum, branch);
    return branch.getType() == Schema.Type.NULL || !isWrapped(schema)
        ? value
        : JSON.objectNode().set(branch.getFullName(), value);
  }

  /** Whether the branch must be told: there are several that are not null. */
  static boolean isWrapped(Schema union) {
    return union.getTypes().stream().filter(t -> t.getType() != Schema.Type.NULL).count() > 1;
  }

  private static JsonNode floating(double number) {
    return Double.isFinite(number)
        ? JSON.numberNode(number)
        : JSON.textNode(Double.toString(number));
  }

  private static JsonNode floating(float number) {
    return Float.isFinite(number) ? JSON.numberNode(number) : JSON.textNode(Float.toString(number));
  }

  private static String text(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return new String(bytes, ISO_8859_1);
  }

  /** Generated classes hold Instants and the like; decimals are wanted as such, the rest raw. */
  private static Object raw(Object datum, Schema schema) {
    LogicalType logical = schema.getLogicalType();
    if (logical == null) {
      return datum;
    }
    if (logical instanceof LogicalTypes.Decimal decimal) {
      if (datum instanceof ByteBuffer bytes) {
        return new Conversions.DecimalConversion().fromBytes(bytes.duplicate(), schema, decimal);
      }
      return datum instanceof GenericFixed fixed
          ? new Conversions.DecimalConversion().fromFixed(fixed, schema, decimal)
          : datum;
    }
    Conversion<?> conversion = MODEL.getConversionByClass(datum.getClass(), logical);
    return conversion == null
        ? datum
        : Conversions.convertToRawType(datum, schema, logical, conversion);
  }

  private static GenericData model() {
    GenericData model = new GenericData();
    model.addLogicalTypeConversion(new Conversions.DecimalConversion());
    model.addLogicalTypeConversion(new Conversions.UUIDConversion());
    model.addLogicalTypeConversion(new TimeConversions.DateConversion());
    model.addLogicalTypeConversion(new TimeConversions.TimeMillisConversion());
    model.addLogicalTypeConversion(new TimeConversions.TimeMicrosConversion());
    model.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    model.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    model.addLogicalTypeConversion(new TimeConversions.TimestampNanosConversion());
    model.addLogicalTypeConversion(new TimeConversions.LocalTimestampMillisConversion());
    model.addLogicalTypeConversion(new TimeConversions.LocalTimestampMicrosConversion());
    model.addLogicalTypeConversion(new TimeConversions.LocalTimestampNanosConversion());
    return model;
  }
}
