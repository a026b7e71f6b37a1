package io.sluice.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.schema.avro.Envelope;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import io.sluice.schema.avro.examples.PaymentCharge;
import io.sluice.schema.avro.examples.WelcomeEmail;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {

  private static final String TOPIC = "shop.events";
  private static final Instant NOW = Instant.parse("2026-11-24T18:00:00.123456Z");
  private static final EncodeContext CONTEXT = new EncodeContext(TOPIC, "shop", NOW);
  private static final WelcomeEmail EMAIL = new WelcomeEmail("usr_456", "alice@example.com", null);

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final SettableClock clock = new SettableClock();
  private final EventCodec codec = EventCodec.create(Map.of(), registry, clock);

  @Test
  void an_event_reads_back_as_it_was_drafted() {
    EncodedEvent event =
        codec.encode(
            EventDraft.of("user.welcome_email", EMAIL)
                .id("id-1")
                .key("usr_456")
                .correlationId("c-1")
                .causationId("id-0")
                .source("signup")
                .delay(Duration.ofSeconds(1))
                .expiresIn(Duration.ofHours(1))
                .label("team", "growth"),
            CONTEXT);

    assertThat(event.id()).isEqualTo("id-1");
    assertThat(event.key()).isEqualTo("usr_456".getBytes(UTF_8));
    assertThat(event.timestampMs()).isEqualTo(NOW.toEpochMilli());
    Envelope envelope = codec.decode(TOPIC, event.value());
    assertThat(envelope.getId()).isEqualTo("id-1");
    assertThat(envelope.getType()).isEqualTo("user.welcome_email");
    assertThat(envelope.getVersion()).isEqualTo(2);
    assertThat(envelope.getSource()).isEqualTo("signup");
    assertThat(envelope.getTimestamp()).isEqualTo("2026-11-24T18:00:00.123Z");
    assertThat(envelope.getMetadata().getCorrelationId()).isEqualTo("c-1");
    assertThat(envelope.getMetadata().getCausationId()).isEqualTo("id-0");
    assertThat(envelope.getMetadata().getNotBefore()).isEqualTo("2026-11-24T18:00:01.123Z");
    assertThat(envelope.getMetadata().getExpiresAt()).isEqualTo("2026-11-24T19:00:00.123Z");
    assertThat(envelope.getMetadata().getLabels()).isEqualTo(Map.of("team", "growth"));
    assertThat(codec.decodeData(envelope, WelcomeEmail.class)).isEqualTo(EMAIL);
    assertThat(registry.subjects()).containsExactly("user.welcome_email", "shop.events-value");
  }

  @Test
  void what_a_draft_leaves_open_is_filled_in() {
    EncodedEvent event = codec.encode(EventDraft.of("a", EMAIL), CONTEXT);
    Envelope envelope = codec.decode(TOPIC, event.value());

    assertThat(event.key()).isEqualTo(event.id().getBytes(UTF_8));
    assertThat(envelope.getId()).isEqualTo(event.id()).hasSize(36);
    assertThat(envelope.getSource()).isEqualTo("shop");
    assertThat(envelope.getMetadata().getExpiresAt()).isNull();
  }

  @Test
  void avro_data_is_given_as_whatever_class_is_asked_for() {
    Envelope envelope = encoded(EventDraft.of("user.welcome_email", EMAIL));

    GenericRecord generic = codec.decodeData(envelope, GenericRecord.class);
    assertThat(generic.get("email")).hasToString("alice@example.com");
    JsonNode json = codec.decodeData(envelope, JsonNode.class);
    assertThat(json)
        .hasToString("{\"user_id\":\"usr_456\",\"email\":\"alice@example.com\",\"name\":null}");
    assertThat(codec.decodeData(envelope)).isEqualTo(generic);
    assertThat(codec.decodeData(envelope, Object.class)).isEqualTo(generic);
    assertThat(codec.decodeData(envelope, Map.class)).containsEntry("user_id", "usr_456");
    assertThat(codec.decodeData(envelope, Address.class).email()).isEqualTo("alice@example.com");
  }

  private record Address(String user_id, String email, String name) {}

  @Test
  void numbers_of_a_json_payload_keep_every_digit() throws Exception {
    String text = "{\"amount\":1.10,\"exact\":0.1234567890123456789012345}";
    JsonNode json =
        JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .readTree(text);

    Envelope envelope = encoded(EventDraft.of("payment.noted", json));

    assertThat(codec.decodeData(envelope, JsonNode.class)).hasToString(text);
  }

  @Test
  void a_type_without_a_schema_travels_as_json() throws Exception {
    JsonNode json = new ObjectMapper().readTree("{\"action\":\"opened\",\"n\":[1,2.5,null]}");

    Envelope envelope = encoded(EventDraft.of("github.issues", json));

    assertThat(codec.decodeData(envelope)).hasToString(json.toString());
    assertThat(codec.decodeData(envelope, JsonNode.class)).hasToString(json.toString());
    assertThat(registry.subjects())
        .containsExactly("io.sluice.schema.avro.JsonPayload", "shop.events-value");
  }

  @Test
  void json_becomes_avro_once_its_type_has_a_schema() {
    Map<String, Object> data = Map.of("user_id", "u", "email", "a@b.c");
    Envelope before = encoded(EventDraft.of("user.welcome_email", data));
    codec.registerType("user.welcome_email", WelcomeEmail.getClassSchema());

    Envelope after = encoded(EventDraft.of("user.welcome_email", data));

    assertThat(codec.decodeData(before)).isInstanceOf(JsonNode.class);
    assertThat(codec.decodeData(after)).isInstanceOf(GenericRecord.class);
    WelcomeEmail expected = new WelcomeEmail("u", "a@b.c", null);
    assertThat(codec.decodeData(before, WelcomeEmail.class)).isEqualTo(expected);
    assertThat(codec.decodeData(after, WelcomeEmail.class)).isEqualTo(expected);
    assertThat(codec.decodeData(before, GenericRecord.class).get("email")).isEqualTo("a@b.c");
  }

  @Test
  void a_schema_registered_elsewhere_is_noticed_within_seconds() {
    Map<String, Object> data = Map.of("user_id", "u", "email", "a@b.c");
    encoded(EventDraft.of("t", data));
    registry.register("t", WelcomeEmail.getClassSchema());
    assertThat(codec.decodeData(encoded(EventDraft.of("t", data)))).isInstanceOf(JsonNode.class);

    clock.advance(Duration.ofSeconds(6));

    assertThat(codec.decodeData(encoded(EventDraft.of("t", data))))
        .isInstanceOf(GenericRecord.class);
  }

  @Test
  void json_of_the_wrong_shape_is_refused_with_its_path() {
    codec.registerType("payment.charge", PaymentCharge.getClassSchema());
    EventDraft draft =
        EventDraft.of(
            "payment.charge",
            Map.of("payment_id", "p", "customer_id", "c", "amount_cents", "12", "currency", "EUR"));

    assertThatThrownBy(() -> codec.encode(draft, CONTEXT))
        .isInstanceOf(PayloadMismatchException.class)
        .hasMessage("$.amount_cents: expected long, found string \"12\"");
  }

  @Test
  void a_record_that_breaks_its_own_schema_is_refused() {
    WelcomeEmail broken = new WelcomeEmail();
    broken.setUserId("u");

    assertThatThrownBy(() -> codec.encode(EventDraft.of("a", broken), CONTEXT))
        .isInstanceOf(PayloadMismatchException.class)
        .hasMessageStartingWith("$.email: expected what the schema")
        .hasMessageContaining("WelcomeEmail holds, found null value");
    assertThat(encoded(EventDraft.of("a", EMAIL))).isNotNull();
  }

  @Test
  void payloads_evolve_apart_from_the_code() {
    Schema newer =
        SchemaBuilder.record("WelcomeEmail")
            .namespace("io.sluice.schema.avro.examples")
            .fields()
            .requiredString("email")
            .requiredString("user_id")
            .name("locale")
            .type()
            .stringType()
            .stringDefault("en")
            .endRecord();
    GenericRecord data =
        new GenericRecordBuilder(newer).set("email", "a@b.c").set("user_id", "u").build();

    Envelope envelope = encoded(EventDraft.of("user.welcome_email", data));

    assertThat(codec.decodeData(envelope, WelcomeEmail.class))
        .isEqualTo(new WelcomeEmail("u", "a@b.c", null));
  }

  @Test
  void data_of_another_kind_than_the_handler_wants_is_a_mismatch() {
    Envelope envelope = encoded(EventDraft.of("a", EMAIL));

    assertThatThrownBy(() -> codec.decodeData(envelope, PaymentCharge.class))
        .isInstanceOf(PayloadMismatchException.class)
        .hasMessageContaining("PaymentCharge")
        .hasMessageContaining("WelcomeEmail");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0", "\0\0\0\0", "not avro at all", "{\"json\":1}"})
  void bytes_in_no_wire_format_are_malformed(String bytes) {
    assertThatThrownBy(() -> codec.decode(TOPIC, bytes.getBytes(UTF_8)))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining(TOPIC)
        .hasMessageContaining("Confluent wire format");
  }

  @Test
  void a_tombstone_is_malformed() {
    assertThatThrownBy(() -> codec.decode(TOPIC, null))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining("no value");
  }

  @Test
  void every_cut_and_every_surplus_byte_is_malformed() {
    byte[] whole = codec.encode(EventDraft.of("a", EMAIL), CONTEXT).value();

    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> codec.decode(TOPIC, cut))
          .isInstanceOf(MalformedEventException.class);
    }
    assertThatThrownBy(() -> codec.decode(TOPIC, Arrays.copyOf(whole, whole.length + 3)))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining("3 too many");
  }

  @Test
  void a_length_beyond_all_memory_is_malformed() {
    byte[] whole = codec.encode(EventDraft.of("a", EMAIL), CONTEXT).value();
    byte[] huge = Arrays.copyOf(whole, 30);
    // The first field is a text: its length, zigzag, as 2,147,483,000.
    System.arraycopy(new byte[] {(byte) 0xf0, (byte) 0xfa, -1, -1, 15}, 0, huge, 5, 5);

    assertThatThrownBy(() -> codec.decode(TOPIC, huge))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining("io.sluice.schema.avro.Envelope");
  }

  @Test
  void another_record_than_an_envelope_is_malformed() {
    int id = registry.register("x", WelcomeEmail.getClassSchema());
    byte[] bytes =
        new AvroWriting(
                registry,
                new LatestSchemas(registry, clock),
                new ConfigValues(Map.of()),
                new WireFormat())
            .write(id, WelcomeEmail.getClassSchema(), EMAIL);

    assertThatThrownBy(() -> codec.decode(TOPIC, bytes))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining("wanted io.sluice.schema.avro.Envelope")
        .hasMessageContaining("WelcomeEmail");
  }

  @Test
  void an_unknown_id_is_told_apart_from_a_registry_that_is_away() {
    byte[] bytes = codec.encode(EventDraft.of("a", EMAIL), CONTEXT).value();
    EventCodec fresh = EventCodec.create(Map.of(), registry);
    byte[] unknown = bytes.clone();
    unknown[1] = 0x7f;

    assertThatThrownBy(() -> fresh.decode(TOPIC, unknown))
        .isInstanceOf(UnknownSchemaException.class);
    registry.setAvailable(false);
    assertThatThrownBy(() -> fresh.decode(TOPIC, bytes))
        .isInstanceOf(RegistryUnavailableException.class);
    registry.setAvailable(true);
    assertThat(fresh.decode(TOPIC, bytes).getType()).isEqualTo("a");
  }

  @Test
  void broken_data_inside_a_sound_envelope_is_malformed() {
    Envelope envelope = encoded(EventDraft.of("a", EMAIL));
    byte[] data = new byte[envelope.getData().remaining()];
    envelope.getData().duplicate().get(data);
    envelope.setData(ByteBuffer.wrap(Arrays.copyOf(data, data.length - 1)));

    for (Class<?> as : new Class<?>[] {WelcomeEmail.class, GenericRecord.class, JsonNode.class}) {
      assertThatThrownBy(() -> codec.decodeData(envelope, as))
          .isInstanceOf(MalformedEventException.class)
          .hasMessageContaining("data of a " + envelope.getId());
    }
  }

  @Test
  void a_status_reads_back() {
    EventStatus status =
        EventStatus.newBuilder()
            .setId("id-1")
            .setPipeline("shop")
            .setOutcome(Outcome.SUCCEEDED)
            .setAttempt(1)
            .setAt(Instant.ofEpochMilli(5))
            .setTopic(TOPIC)
            .setPartition(0)
            .setOffset(9)
            .build();

    byte[] bytes = codec.encodeStatus("shop.status", status);

    assertThat(codec.decodeStatus("shop.status", bytes)).isEqualTo(status);
    assertThat(registry.subjects()).containsExactly("shop.status-value");
  }

  @Test
  void subjects_follow_the_strategy() {
    EventCodec byRecord =
        EventCodec.create(Map.of("value.subject.name.strategy", "RecordNameStrategy"), registry);
    EventCodec byBoth =
        EventCodec.create(
            Map.of(
                "value.subject.name.strategy",
                "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy"),
            registry);

    byRecord.encode(EventDraft.of("a", EMAIL), CONTEXT);
    byBoth.encode(EventDraft.of("a", EMAIL), CONTEXT);

    assertThat(registry.subjects())
        .containsExactly(
            "a", "io.sluice.schema.avro.Envelope", "shop.events-io.sluice.schema.avro.Envelope");
  }

  @Test
  void without_auto_register_only_registered_schemas_are_written() {
    EventCodec strict = EventCodec.create(Map.of("auto.register.schemas", "false"), registry);

    assertThatThrownBy(() -> strict.encode(EventDraft.of("a", EMAIL), CONTEXT))
        .isInstanceOf(IncompatibleSchemaException.class)
        .hasMessageContaining("subject a")
        .hasMessageContaining("auto.register.schemas");

    registry.register("a", WelcomeEmail.getClassSchema());
    registry.register("shop.events-value", Envelope.getClassSchema());
    assertThat(strict.encode(EventDraft.of("a", EMAIL), CONTEXT)).isNotNull();
  }

  @Test
  void use_latest_version_writes_what_is_newest_by_field_name() {
    Schema newest =
        SchemaBuilder.record("WelcomeEmail")
            .namespace("io.sluice.schema.avro.examples")
            .fields()
            .requiredString("email")
            .requiredString("user_id")
            .endRecord();
    registry.register("a", newest);
    registry.register("shop.events-value", Envelope.getClassSchema());
    EventCodec latest =
        EventCodec.create(
            Map.of("auto.register.schemas", false, "use.latest.version", true), registry);

    Envelope envelope =
        codec.decode(TOPIC, latest.encode(EventDraft.of("a", EMAIL), CONTEXT).value());

    assertThat(codec.decodeData(envelope, JsonNode.class))
        .hasToString("{\"email\":\"alice@example.com\",\"user_id\":\"usr_456\"}");
  }

  @Test
  void a_bad_setting_is_named() {
    assertThatThrownBy(() -> EventCodec.create(Map.of("sluice.serde", "avro"), registry))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("sluice.serde")
        .hasMessageContaining("confluent");
    assertThatThrownBy(() -> EventCodec.create(Map.of("auto.register.schemas", "yes"), registry))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("true or false");
    assertThatThrownBy(() -> EventCodec.create(Map.of("sluice.serde", "no.A,no.B"), registry))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no.A");
    assertThatThrownBy(() -> EventCodec.create(Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("schema.registry.url");
  }

  @Test
  void mock_addresses_name_a_registry_in_memory() {
    try (EventCodec mock = EventCodec.create(Map.of("schema.registry.url", "mock://codec-test"))) {
      mock.encode(EventDraft.of("a", EMAIL), CONTEXT);

      assertThat(InMemorySchemaRegistry.scope("codec-test").subjects()).contains("a");
      assertThat(mock.registry()).isSameAs(InMemorySchemaRegistry.scope("codec-test"));
    } finally {
      InMemorySchemaRegistry.dropScope("codec-test");
    }
  }

  @Test
  void event_json_has_the_shape_users_know() {
    Envelope envelope =
        encoded(EventDraft.of("user.welcome_email", EMAIL).id("id-1").correlationId("c-1"));
    DeliveryState state =
        DeliveryState.fresh()
            .withAttempt(3)
            .withReplayCount(1)
            .withOrigin(new Origin(TOPIC, 0, 7, 1))
            .withLastError(new LastError("E", "no", null));

    JsonNode json = EventJson.of(envelope, codec.decodeData(envelope, JsonNode.class), state);

    assertThat(json)
        .hasToString(
            "{\"id\":\"id-1\",\"type\":\"user.welcome_email\",\"version\":2,"
                + "\"timestamp\":\"2026-11-24T18:00:00.123Z\",\"source\":\"shop\","
                + "\"data\":{\"user_id\":\"usr_456\",\"email\":\"alice@example.com\",\"name\":null},"
                + "\"metadata\":{\"correlation_id\":\"c-1\",\"causation_id\":null,"
                + "\"expires_at\":null,\"not_before\":null,\"labels\":{},\"attempt\":3,"
                + "\"retry_count\":2,\"replay_count\":1,"
                + "\"last_error\":{\"class\":\"E\",\"message\":\"no\"},"
                + "\"origin\":{\"topic\":\"shop.events\",\"partition\":0,\"offset\":7}}}");
  }

  private Envelope encoded(EventDraft draft) {
    return codec.decode(TOPIC, codec.encode(draft, CONTEXT).value());
  }
}
