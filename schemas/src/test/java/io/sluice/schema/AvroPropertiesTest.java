package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.schema.avro.Envelope;
import io.sluice.schema.avro.examples.WelcomeEmail;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.RandomData;

/** What must hold of codec and conversion whatever comes in. */
class AvroPropertiesTest {

  private static final Instant NOW = Instant.parse("2026-11-24T18:00:00Z");
  private static final EncodeContext CONTEXT = new EncodeContext("t", "s", NOW);

  /** Something of every kind, twice nested, with recursion. */
  private static final Schema EVERYTHING =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Everything", "fields": [
                {"name": "z", "type": "boolean"}, {"name": "i", "type": "int"},
                {"name": "l", "type": "long"}, {"name": "f", "type": "float"},
                {"name": "d", "type": "double"}, {"name": "s", "type": "string"},
                {"name": "b", "type": "bytes"}, {"name": "n", "type": "null"},
                {"name": "e", "type": {"type": "enum", "name": "E", "symbols": ["A", "B"]}},
                {"name": "x", "type": {"type": "fixed", "name": "X", "size": 3}},
                {"name": "a", "type": {"type": "array", "items": ["null", "long"]}},
                {"name": "m", "type": {"type": "map", "values": {"type": "map", "values": "int"}}},
                {"name": "u", "type": ["null", "string", "long", "bytes", "E",
                  {"type": "map", "values": "long"}]},
                {"name": "r", "type": ["null", "Everything"], "default": null}
              ]}""");

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final EventCodec codec = EventCodec.create(Map.of(), registry);

  @Property(tries = 300)
  void json_of_avro_reads_back_as_the_same_avro(@ForAll long seed) {
    GenericRecord datum =
        (GenericRecord) new RandomData(EVERYTHING, 1, seed, true).iterator().next();

    JsonNode json = AvroToJson.convert(datum, EVERYTHING);

    GenericRecord back = JsonToAvro.convert(parsed(json.toString()), EVERYTHING);
    assertThat(AvroToJson.convert(back, EVERYTHING)).hasToString(json.toString());
    assertThat(bytes(back)).isEqualTo(bytes(datum));
  }

  @Property(tries = 300)
  void an_event_reads_back_equal(
      @ForAll("words") String id,
      @ForAll("words") String email,
      @ForAll("words") String label,
      @ForAll @IntRange(min = -1_000_000) int offset) {
    WelcomeEmail data = new WelcomeEmail(id, email, label.isEmpty() ? null : label);
    EventDraft draft =
        EventDraft.of("a.b", data)
            .id("i" + id)
            .key(email)
            .label(label, id)
            .at(NOW.plusMillis(offset));

    Envelope envelope = codec.decode("t", codec.encode(draft, CONTEXT).value());

    assertThat(envelope.getId()).isEqualTo("i" + id);
    assertThat(envelope.getMetadata().getLabels()).isEqualTo(Map.of(label, id));
    assertThat(envelope.getMetadata().getNotBefore()).isEqualTo(NOW.plusMillis(offset));
    assertThat(codec.decodeData(envelope, WelcomeEmail.class)).isEqualTo(data);
  }

  @Property(tries = 300)
  void any_json_reads_back_equal(@ForAll("documents") JsonNode json) {
    Envelope envelope =
        codec.decode("t", codec.encode(EventDraft.of("a.json", json), CONTEXT).value());

    // The same document; a number may have become a decimal, which keeps all of its digits.
    JsonNode read = codec.decodeData(envelope, JsonNode.class);
    assertThat(read.equals(AvroPropertiesTest::compareNumbers, json))
        .as("%s read back as %s", json, read)
        .isTrue();
  }

  private static int compareNumbers(JsonNode a, JsonNode b) {
    boolean numbers = a.isNumber() && b.isNumber();
    return numbers ? a.decimalValue().compareTo(b.decimalValue()) : a.equals(b) ? 0 : 1;
  }

  @Property(tries = 3_000)
  void garbage_is_only_ever_a_format_fault(@ForAll @Size(max = 200) byte[] bytes) {
    onlyFormatFaults(bytes);
    byte[] known = withSchemaId(bytes, 1);
    onlyFormatFaults(known);
    onlyFormatFaults(withSchemaId(bytes, 2));
    onlyFormatFaults(withSchemaId(bytes, 3));
  }

  @Property(tries = 3_000)
  void a_damaged_event_is_read_or_a_format_fault(
      @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 10_000) Integer> places,
      @ForAll byte damage) {
    byte[] bytes =
        codec
            .encode(EventDraft.of("a.b", new WelcomeEmail("u", "e", "n")).label("k", "v"), CONTEXT)
            .value();
    for (int place : places) {
      bytes[5 + place % (bytes.length - 5)] ^= damage;
    }
    onlyFormatFaults(bytes);
  }

  private void onlyFormatFaults(byte[] bytes) {
    if (registry.subjects().isEmpty()) {
      codec.encode(EventDraft.of("a.b", new WelcomeEmail("u", "e", "n")), CONTEXT);
      registry.register("everything", EVERYTHING);
    }
    try {
      codec.decode("t", bytes);
    } catch (EventFormatException expected) {
      assertThat(expected.isPassing()).isFalse();
      assertThat(expected).hasMessageNotContaining("null");
    }
    Envelope around = new Envelope();
    around.setId("i");
    around.setType("t");
    around.setData(ByteBuffer.wrap(bytes));
    for (Class<?> as : List.of(JsonNode.class, GenericRecord.class, WelcomeEmail.class)) {
      try {
        codec.decodeData(around, as);
      } catch (EventFormatException expected) {
        assertThat(expected.isPassing()).isFalse();
      }
    }
  }

  private static byte[] withSchemaId(byte[] body, int id) {
    return ByteBuffer.allocate(body.length + 5).put((byte) 0).putInt(id).put(body).array();
  }

  private static byte[] bytes(GenericRecord datum) {
    return new WireFormat()
        .encode(0, datum, new GenericDatumWriter<>(EVERYTHING), EVERYTHING.getFullName());
  }

  private static JsonNode parsed(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (JsonProcessingException notJson) {
      throw new AssertionError(notJson);
    }
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.strings().withCharRange(' ', '\u3000').ofMaxLength(20);
  }

  @Provide
  Arbitrary<JsonNode> documents() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    Arbitrary<JsonNode> leaves =
        Arbitraries.oneOf(
            words().map(json::textNode),
            Arbitraries.integers().map(json::numberNode),
            Arbitraries.doubles().map(json::numberNode),
            Arbitraries.of(json.booleanNode(true), json.nullNode()));
    return Arbitraries.lazyOf(
        () -> leaves,
        () -> leaves,
        () -> documents().list().ofMaxSize(3).map(items -> json.arrayNode().addAll(items)),
        () ->
            Combinators.combine(words().list().ofMaxSize(3), documents())
                .as(
                    (names, value) -> {
                      var object = json.objectNode();
                      new ArrayList<>(names).forEach(name -> object.set(name, value));
                      return object;
                    }));
  }
}
