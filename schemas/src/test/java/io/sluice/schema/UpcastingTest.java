package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.schema.avro.Envelope;
import io.sluice.schema.avro.examples.WelcomeEmail;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

/** Old payloads read as newer versions have them. */
class UpcastingTest {

  private static final String TOPIC = "shop.events";
  private static final EncodeContext CONTEXT =
      new EncodeContext(TOPIC, "shop", Instant.parse("2026-11-24T18:00:00Z"));
  private static final Schema OLD_EMAIL =
      SchemaBuilder.record("WelcomeEmail")
          .namespace("io.sluice.schema.avro.examples")
          .fields()
          .requiredString("user_id")
          .requiredString("mail")
          .endRecord();
  private static final Upcaster EMAIL =
      new RenamedUsers.Step(
          "user.welcome_email", 1, 2, old -> old.put("email", old.remove("mail").asText()));

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

  private record User(String id, String full_name, String locale) {}

  @Test
  void a_generated_class_reads_what_it_could_not() {
    register("user.welcome_email", OLD_EMAIL, WelcomeEmail.getClassSchema());
    Envelope old =
        written(
            "user.welcome_email",
            new GenericRecordBuilder(OLD_EMAIL).set("user_id", "u").set("mail", "a@b.c").build());

    assertThatThrownBy(() -> codec().decodeData(old, WelcomeEmail.class))
        .isInstanceOf(PayloadMismatchException.class);
    assertThat(codec(EMAIL).decodeData(old, WelcomeEmail.class))
        .isEqualTo(new WelcomeEmail("u", "a@b.c", null));
  }

  @Test
  void steps_are_chained_and_avro_bridges_what_is_between() {
    register(RenamedUsers.V1, RenamedUsers.V2, RenamedUsers.V3, RenamedUsers.V4);
    EventCodec codec = codec(RenamedUsers.JOIN, RenamedUsers.SPLIT);

    GenericRecord raised = codec.decodeData(ada(), GenericRecord.class);

    assertThat(raised.getSchema()).isEqualTo(RenamedUsers.V4);
    String json = "{\"id\":\"u\",\"full_name\":\"Ada Lovelace\",\"locale\":\"en\"}";
    assertThat(raised).hasToString(json.replace(",", ", ").replace(":", ": "));
    assertThat(codec.decodeData(ada(), JsonNode.class)).hasToString(json);
    assertThat(codec.decodeData(ada(), User.class)).isEqualTo(new User("u", "Ada Lovelace", "en"));
    assertThat(codec.decodeData(ada(), Object.class)).isEqualTo(raised);
  }

  @Test
  void what_is_in_the_middle_of_a_chain_takes_the_rest_of_it() {
    register(RenamedUsers.V1, RenamedUsers.V2, RenamedUsers.V3, RenamedUsers.V4);
    Envelope second =
        written(
            RenamedUsers.TYPE,
            new GenericRecordBuilder(RenamedUsers.V2)
                .set("id", "u")
                .set("first_name", "Ada")
                .set("last_name", "L.")
                .build());

    assertThat(
            codec(RenamedUsers.SPLIT, RenamedUsers.JOIN)
                .decodeData(second, JsonNode.class)
                .path("full_name")
                .asText())
        .isEqualTo("Ada L.");
  }

  @Test
  void the_newest_version_goes_through_no_upcaster() {
    register(RenamedUsers.V1, RenamedUsers.V2);
    Envelope newest =
        written(
            RenamedUsers.TYPE,
            new GenericRecordBuilder(RenamedUsers.V2)
                .set("id", "u")
                .set("first_name", "Ada")
                .set("last_name", "L.")
                .build());

    assertThat(codec(RenamedUsers.SPLIT).decodeData(newest, JsonNode.class))
        .hasToString("{\"id\":\"u\",\"first_name\":\"Ada\",\"last_name\":\"L.\"}");
  }

  @Test
  void as_written_stays_as_written() {
    register(RenamedUsers.V1, RenamedUsers.V2);
    EventCodec codec = codec(RenamedUsers.SPLIT);

    assertThat(((GenericRecord) codec.decodeData(ada())).getSchema()).isEqualTo(RenamedUsers.V1);
    assertThat(codec.writtenData(ada())).hasToString("{\"id\":\"u\",\"name\":\"Ada Lovelace\"}");
  }

  @Test
  void json_from_before_the_schema_is_version_0() {
    Envelope json =
        written(RenamedUsers.TYPE, Map.of("id", "u", "first", "Ada", "last", "Lovelace"));
    register(RenamedUsers.V1, RenamedUsers.V2);
    Upcaster name =
        RenamedUsers.step(
            0,
            1,
            user ->
                user.put(
                    "name", user.remove("first").asText() + " " + user.remove("last").asText()));

    assertThat(codec(name, RenamedUsers.SPLIT).decodeData(json, JsonNode.class))
        .hasToString("{\"id\":\"u\",\"first_name\":\"Ada\",\"last_name\":\"Lovelace\"}");
    assertThat(codec(RenamedUsers.SPLIT).decodeData(json, JsonNode.class).has("first")).isTrue();
  }

  @Test
  void an_upcaster_that_throws_is_the_events_fault_and_named() {
    register(RenamedUsers.V1, RenamedUsers.V2);
    Envelope oneName =
        written(
            RenamedUsers.TYPE,
            new GenericRecordBuilder(RenamedUsers.V1).set("id", "u").set("name", "Ada").build());

    assertThatThrownBy(() -> codec(RenamedUsers.SPLIT).decodeData(oneName, JsonNode.class))
        .isInstanceOfSatisfying(
            PayloadMismatchException.class, fault -> assertThat(fault.isPassing()).isFalse())
        .hasMessageContaining(RenamedUsers.Step.class.getName() + " (user.created 1 to 2)")
        .hasMessageContaining("ArrayIndexOutOfBounds")
        .hasCauseInstanceOf(ArrayIndexOutOfBoundsException.class);
  }

  @Test
  void a_result_that_does_not_fit_names_the_field_and_the_upcaster() {
    register(RenamedUsers.V1, RenamedUsers.V2);
    Upcaster half = RenamedUsers.step(1, 2, user -> user.put("first_name", "Ada").without("name"));

    assertThatThrownBy(() -> codec(half).decodeData(ada(), GenericRecord.class))
        .isInstanceOf(PayloadMismatchException.class)
        .hasMessage(
            "$.last_name: expected string in the result of upcaster "
                + RenamedUsers.Step.class.getName()
                + " (user.created 1 to 2), found nothing (the field is required)");
  }

  @Test
  @SuppressWarnings("NullAway")
  void an_upcaster_that_gives_nothing_is_told() {
    register(RenamedUsers.V1, RenamedUsers.V2);
    Upcaster none = RenamedUsers.step(1, 2, user -> null);

    assertThatThrownBy(() -> codec(none).decodeData(ada(), GenericRecord.class))
        .isInstanceOf(PayloadMismatchException.class)
        .hasMessageContaining("it returned null");
  }

  @Test
  void a_schema_that_is_not_its_types_goes_through_no_upcaster() {
    register(RenamedUsers.V1, RenamedUsers.V2);
    registry.register("elsewhere", OLD_EMAIL);
    Envelope stray = data(registry.idOf("elsewhere", OLD_EMAIL), OLD_EMAIL);

    assertThat(codec(RenamedUsers.SPLIT).decodeData(stray, JsonNode.class))
        .hasToString("{\"user_id\":\"x\",\"mail\":\"x\"}");
  }

  @Test
  void a_version_that_nobody_registered_yet_is_waited_for() {
    register(RenamedUsers.V1);
    EventCodec codec = codec(RenamedUsers.SPLIT);

    assertThatThrownBy(() -> codec.decodeData(ada(), JsonNode.class))
        .isInstanceOfSatisfying(
            RegistryUnavailableException.class, wait -> assertThat(wait.isPassing()).isTrue())
        .hasMessageContaining("subject user.created has no version 2")
        .hasMessageContaining(RenamedUsers.Step.class.getName());
    assertThat(codec.upcasterFaults(type -> true))
        .singleElement()
        .asString()
        .contains("no version 2");
    assertThat(codec.upcasterFaults(type -> type.equals("other"))).isEmpty();

    register(RenamedUsers.V2);
    assertThat(codec.decodeData(ada(), JsonNode.class).has("first_name")).isTrue();
    assertThat(codec.upcasterFaults(type -> true)).isEmpty();
  }

  @Test
  void types_without_upcasters_are_not_looked_up() {
    register("other", RenamedUsers.V1);
    Envelope other =
        written(
            "other",
            new GenericRecordBuilder(RenamedUsers.V1).set("id", "u").set("name", "Ada").build());
    EventCodec codec =
        EventCodec.create(
            Map.of(), new NoVersions(registry), Upcasters.of(List.of(RenamedUsers.SPLIT)));

    assertThat(codec.decodeData(other, JsonNode.class).path("name").asText()).isEqualTo("Ada");
    assertThatThrownBy(() -> codec.decodeData(ada(), JsonNode.class))
        .isInstanceOf(AssertionError.class);
  }

  private EventCodec codec(Upcaster... upcasters) {
    return EventCodec.create(Map.of(), registry, Upcasters.of(List.of(upcasters)));
  }

  private void register(Schema... versions) {
    register(RenamedUsers.TYPE, versions);
  }

  private void register(String type, Schema... versions) {
    registry.allowBreaking(type);
    for (Schema version : versions) {
      registry.register(type, version);
    }
  }

  private Envelope ada() {
    return written(
        RenamedUsers.TYPE,
        new GenericRecordBuilder(RenamedUsers.V1)
            .set("id", "u")
            .set("name", "Ada Lovelace")
            .build());
  }

  private Envelope written(String type, Object data) {
    EventCodec codec = codec();
    return codec.decode(TOPIC, codec.encode(EventDraft.of(type, data), CONTEXT).value());
  }

  /** An event of the type whose payload another schema wrote. */
  private Envelope data(int id, Schema schema) {
    GenericRecordBuilder record = new GenericRecordBuilder(schema);
    schema.getFields().forEach(field -> record.set(field, "x"));
    byte[] bytes =
        new AvroWriting(
                registry,
                new LatestSchemas(registry, new SettableClock()),
                new ConfigValues(Map.of()),
                new WireFormat())
            .write(id, schema, record.build());
    Envelope envelope = written("no.schema", JsonNodeFactory.instance.objectNode());
    envelope.setType(RenamedUsers.TYPE);
    envelope.setData(java.nio.ByteBuffer.wrap(bytes));
    return envelope;
  }
}
