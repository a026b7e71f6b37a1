package io.sluice.schema;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Plain JSON into an Avro record, checked field by field. Thread-safe.
 *
 * <p>What is strict: a field that the schema does not know is refused, with the nearest name that
 * it knows; numbers must fit without loss; a field without a default must be there, unless it may
 * be null. What is not: unions take the plain value as well as Avro's {@code {"string": …}} (which
 * is tried first where a union has several branches beside null), and fields may go by an alias.
 * Bytes, decimals and NaN are read as {@link AvroToJson} writes them; times may also be ISO 8601
 * text.
 */
public final class JsonToAvro {

  private JsonToAvro() {}

  /**
   * The document as a record of the schema.
   *
   * @param schema of a record
   * @throws PayloadMismatchException naming the place by its JSON path
   */
  public static GenericRecord convert(JsonNode json, Schema schema) {
    if (schema.getType() != Schema.Type.RECORD) {
      throw new IllegalArgumentException("a payload's schema must be a record, not " + schema);
    }
    return record("$", json, schema);
  }

  private static @Nullable Object any(String path, JsonNode json, Schema schema) {
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return JsonScalars.decimal(path, json, schema, decimal);
    }
    return switch (schema.getType()) {
      case RECORD -> record(path, json, schema);
      case ARRAY -> array(path, json, schema);
      case MAP -> map(path, json, schema);
      case UNION -> union(path, json, schema);
      case NULL -> {
        require(json.isNull(), path, json, schema);
        yield null;
      }
      case BOOLEAN -> {
        require(json.isBoolean(), path, json, schema);
        yield json.booleanValue();
      }
      case INT -> JsonScalars.integer(path, json, schema);
      case LONG -> JsonScalars.longInteger(path, json, schema);
      case FLOAT -> JsonScalars.single(path, json, schema);
      case DOUBLE -> JsonScalars.number(path, json, schema);
      case STRING -> text(path, json, schema);
      case ENUM -> symbol(path, json, schema);
      case BYTES -> ByteBuffer.wrap(bytes(path, json, schema));
      case FIXED -> fixed(path, json, schema);
    };
  }

  private static GenericRecord record(String path, JsonNode json, Schema schema) {
    require(json.isObject(), path, json, schema);
    GenericRecord record = new GenericData.Record(schema);
    Set<String> known = new HashSet<>();
    for (Schema.Field field : schema.getFields()) {
      String name = nameIn(json, field);
      known.add(name);
      JsonNode value = json.get(name);
      record.put(
          field.pos(),
          value == null
              ? absent(path, field)
              : any(JsonKinds.child(path, name), value, field.schema()));
    }
    refuseUnknown(path, json, schema, known);
    return record;
  }

  private static String nameIn(JsonNode json, Schema.Field field) {
    if (!json.has(field.name())) {
      for (String alias : field.aliases()) {
        if (json.has(alias)) {
          return alias;
        }
      }
    }
    return field.name();
  }

  private static @Nullable Object absent(String path, Schema.Field field) {
    if (field.hasDefaultValue()) {
      return GenericData.get().deepCopy(field.schema(), GenericData.get().getDefaultValue(field));
    }
    if (field.schema().isNullable()) {
      return null;
    }
    throw new PayloadMismatchException(
        JsonKinds.child(path, field.name()),
        JsonKinds.describe(field.schema()),
        "nothing (the field is required)");
  }

  private static void refuseUnknown(String path, JsonNode json, Schema schema, Set<String> known) {
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                List<String> names = schema.getFields().stream().map(Schema.Field::name).toList();
                String expected =
                    JsonKinds.nearest(name, names)
                        .map(near -> "\"" + near + "\" (the nearest field)")
                        .orElse("one of the fields " + String.join(", ", names));
                throw new PayloadMismatchException(
                    JsonKinds.child(path, name), expected, "unknown field \"" + name + "\"");
              }
            });
  }

  private static List<@Nullable Object> array(String path, JsonNode json, Schema schema) {
    require(json.isArray(), path, json, schema);
    List<@Nullable Object> items = new GenericData.Array<>(json.size(), schema);
    for (int i = 0; i < json.size(); i++) {
      items.add(any(path + "[" + i + "]", json.get(i), schema.getElementType()));
    }
    return items;
  }

  private static Map<String, @Nullable Object> map(String path, JsonNode json, Schema schema) {
    require(json.isObject(), path, json, schema);
    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      String child = JsonKinds.child(path, entry.getKey());
      entries.put(entry.getKey(), any(child, entry.getValue(), schema.getValueType()));
    }
    return entries;
  }

  private static @Nullable Object union(String path, JsonNode json, Schema union) {
    if (json.isNull()) {
      require(union.isNullable(), path, json, union);
      return null;
    }
    List<PayloadMismatchException> refusals = new ArrayList<>();
    for (Candidate candidate : candidates(path, json, union)) {
      try {
        return any(candidate.path, candidate.json, candidate.schema);
      } catch (PayloadMismatchException refused) {
        if (!refused.jsonPath().equals(path)) {
          refusals.add(refused);
        }
      }
    }
    // A branch that failed deeper inside is the one that was meant; otherwise name them all.
    if (!refusals.isEmpty()) {
      throw refusals.get(0);
    }
    throw new PayloadMismatchException(path, JsonKinds.describe(union), JsonKinds.describe(json));
  }

  private static List<Candidate> candidates(String path, JsonNode json, Schema union) {
    List<Candidate> plain = new ArrayList<>();
    List<Candidate> wrapped = new ArrayList<>();
    for (Schema branch : union.getTypes()) {
      if (branch.getType() == Schema.Type.NULL) {
        continue;
      }
      plain.add(new Candidate(path, json, branch));
      String name = branch.getFullName();
      if (json.isObject() && json.size() == 1 && json.has(name)) {
        wrapped.add(new Candidate(JsonKinds.child(path, name), json.get(name), branch));
      }
    }
    List<Candidate> all = new ArrayList<>(AvroToJson.isWrapped(union) ? wrapped : plain);
    all.addAll(AvroToJson.isWrapped(union) ? plain : wrapped);
    return all;
  }

  private static String text(String path, JsonNode json, Schema schema) {
    require(json.isTextual(), path, json, schema);
    return json.textValue();
  }

  private static Object symbol(String path, JsonNode json, Schema schema) {
    require(json.isTextual() && schema.hasEnumSymbol(json.textValue()), path, json, schema);
    return new GenericData.EnumSymbol(schema, json.textValue());
  }

  private static Object fixed(String path, JsonNode json, Schema schema) {
    byte[] bytes = bytes(path, json, schema);
    require(bytes.length == schema.getFixedSize(), path, json, schema);
    return new GenericData.Fixed(schema, bytes);
  }

  private static byte[] bytes(String path, JsonNode json, Schema schema) {
    require(json.isTextual(), path, json, schema);
    String text = json.textValue();
    require(text.chars().allMatch(c -> c < 256), path, json, schema);
    return text.getBytes(ISO_8859_1);
  }

  private static void require(boolean fits, String path, JsonNode json, Schema schema) {
    if (!fits) {
      throw new PayloadMismatchException(
          path, JsonKinds.describe(schema), JsonKinds.describe(json));
    }
  }

  private record Candidate(String path, JsonNode json, Schema schema) {}
}
