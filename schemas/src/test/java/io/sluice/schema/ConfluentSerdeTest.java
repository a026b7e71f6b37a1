package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schema.avro.Envelope;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import io.sluice.schema.avro.examples.WelcomeEmail;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.util.Utf8;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the real io.confluent classes, over a registry that both ask by HTTP. */
class ConfluentSerdeTest {

  private static final String TOPIC = "shop.events";
  private static final Instant NOW = Instant.parse("2026-11-24T18:00:00Z");
  private static final EncodeContext CONTEXT = new EncodeContext(TOPIC, "shop", NOW);
  private static final EventDraft DRAFT =
      EventDraft.of("user.welcome_email", new WelcomeEmail("u", "a@b.c", "Ann"))
          .id("id-1")
          .expires(NOW.plusSeconds(60))
          .label("a", "b");

  private FakeRegistryServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeRegistryServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void both_serdes_write_the_same_bytes_and_read_each_others() {
    try (EventCodec ours = EventCodec.create(config(Map.of()));
        EventCodec theirs = EventCodec.create(config(Map.of("sluice.serde", "confluent")))) {
      byte[] byUs = ours.encode(DRAFT, CONTEXT).value();
      byte[] byThem = theirs.encode(DRAFT, CONTEXT).value();

      assertThat(byThem).isEqualTo(byUs);
      assertThat(theirs.decode(TOPIC, byUs)).isEqualTo(ours.decode(TOPIC, byThem));
      assertThat(server.registry.subjects())
          .containsExactly("user.welcome_email", "shop.events-value");
      assertThat(theirs.decodeData(theirs.decode(TOPIC, byUs), WelcomeEmail.class))
          .isEqualTo(DRAFT.data());
    }
  }

  @Test
  void upcasters_work_beside_the_real_classes() {
    server.registry.allowBreaking(RenamedUsers.TYPE);
    GenericRecord old =
        new GenericRecordBuilder(RenamedUsers.V1).set("id", "u").set("name", "Ada L.").build();
    try (EventCodec theirs =
        EventCodec.create(
            config(Map.of("sluice.serde", "confluent")),
            Upcasters.of(List.of(RenamedUsers.SPLIT)))) {
      byte[] value = theirs.encode(EventDraft.of(RenamedUsers.TYPE, old), CONTEXT).value();
      theirs.registerType(RenamedUsers.TYPE, RenamedUsers.V2);
      Envelope envelope = theirs.decode(TOPIC, value);

      assertThat(theirs.decodeData(envelope, GenericRecord.class).get("first_name"))
          .hasToString("Ada");
      Envelope raised = theirs.decode(TOPIC, theirs.upcast(envelope, TOPIC));
      assertThat(theirs.decodeData(raised))
          .hasToString("{\"id\": \"u\", \"first_name\": \"Ada\", \"last_name\": \"L.\"}");
    }
  }

  @Test
  void statuses_go_through_the_chosen_serde_too() {
    EventStatus status =
        EventStatus.newBuilder()
            .setId("id-1")
            .setPipeline("shop")
            .setOutcome(Outcome.RETRY)
            .setAttempt(1)
            .setAt(NOW)
            .setTopic(TOPIC)
            .setPartition(0)
            .setOffset(9)
            .build();
    try (EventCodec ours = EventCodec.create(config(Map.of()));
        EventCodec theirs = EventCodec.create(config(Map.of("sluice.serde", "confluent")))) {
      byte[] bytes = theirs.encodeStatus("shop.status", status);

      assertThat(bytes).isEqualTo(ours.encodeStatus("shop.status", status));
      assertThat(theirs.decodeStatus("shop.status", bytes)).isEqualTo(status);
    }
  }

  @Test
  void plain_serializers_are_drop_ins_for_each_other() throws Exception {
    Serializer<Object> theirs = theirs("KafkaAvroSerializer", Serializer.class);
    Deserializer<Object> theirReader = theirs("KafkaAvroDeserializer", Deserializer.class);
    theirs.configure(config(Map.of()), false);
    theirReader.configure(config(Map.of()), false);
    Map<String, Object> specific =
        config(
            Map.of(
                "specific.avro.reader",
                "true",
                "sluice.trusted.packages",
                "io.sluice.schema.avro.examples"));
    try (SluiceAvroSerializer ours = new SluiceAvroSerializer();
        SluiceAvroDeserializer ourReader = new SluiceAvroDeserializer();
        SluiceAvroDeserializer ourSpecificReader = new SluiceAvroDeserializer()) {
      ours.configure(config(Map.of()), false);
      ourReader.configure(config(Map.of()), false);
      ourSpecificReader.configure(specific, false);
      WelcomeEmail email = new WelcomeEmail("u", "a@b.c", null);

      byte[] bytes = ours.serialize("mails", email);

      assertThat(theirs.serialize("mails", email)).isEqualTo(bytes);
      assertThat(theirReader.deserialize("mails", bytes))
          .isEqualTo(ourReader.deserialize("mails", bytes))
          .isInstanceOf(GenericRecord.class);
      assertThat(ourSpecificReader.deserialize("mails", bytes)).isEqualTo(email);
      for (Object simple : new Object[] {"text", 1, 2L, 1.5f, 2.5, true, new byte[] {1, 2}}) {
        String topic = "simple-" + simple.getClass().getSimpleName();
        byte[] ourBytes = ours.serialize(topic, simple);
        assertThat(theirs.serialize(topic, simple)).isEqualTo(ourBytes);
        Object read = ourReader.deserialize(topic, ourBytes);
        assertThat(read instanceof Utf8 ? read.toString() : read).isEqualTo(simple);
      }
      assertThat(ours.serialize("mails", null)).isNull();
      assertThat(ourReader.deserialize("mails", null)).isNull();
    } finally {
      theirs.close();
      theirReader.close();
    }
  }

  @Test
  void a_plain_reader_of_theirs_reads_our_envelopes() throws Exception {
    byte[] bytes = EventCodec.create(config(Map.of())).encode(DRAFT, CONTEXT).value();
    try (Deserializer<Object> reader = theirs("KafkaAvroDeserializer", Deserializer.class)) {
      reader.configure(config(Map.of("specific.avro.reader", true)), false);

      assertThat(reader.deserialize(TOPIC, bytes))
          .isInstanceOfSatisfying(
              Envelope.class, envelope -> assertThat(envelope.getId()).isEqualTo("id-1"));
    }
  }

  @Test
  void their_faults_become_ours() {
    Map<String, Object> config = config(Map.of("sluice.serde", "confluent", "max.retries", 0));
    byte[] bytes = EventCodec.create(config).encode(DRAFT, CONTEXT).value();
    byte[] unknown = bytes.clone();
    unknown[1] = 0x11;
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 4);

    try (EventCodec theirs = EventCodec.create(config)) {
      assertThatThrownBy(() -> theirs.decode(TOPIC, unknown))
          .isInstanceOfSatisfying(
              UnknownSchemaException.class,
              fault -> assertThat(fault.schemaId()).isGreaterThan(0x11000000));
      assertThatThrownBy(() -> theirs.decode(TOPIC, cut))
          .isInstanceOf(MalformedEventException.class);
      assertThatThrownBy(() -> theirs.decode(TOPIC, new byte[] {1, 2, 3, 4, 5, 6}))
          .isInstanceOf(MalformedEventException.class)
          .hasMessageContaining("0x01");
    }
    server.always(503, "{\"error_code\":503,\"message\":\"down\"}");
    try (EventCodec theirs = EventCodec.create(config)) {
      assertThatThrownBy(() -> theirs.decode(TOPIC, bytes))
          .isInstanceOf(RegistryUnavailableException.class);
    }
    server.close();
    try (EventCodec theirs = EventCodec.create(config)) {
      assertThatThrownBy(() -> theirs.decode(TOPIC, bytes))
          .isInstanceOf(RegistryUnavailableException.class);
    }
  }

  @Test
  void a_schema_that_the_registry_refuses_is_told_alike() {
    server.registry.register("shop.events-value", Envelope.getClassSchema());
    server.registry.register("user.welcome_email", WelcomeEmail.getClassSchema());
    try (EventCodec theirs = EventCodec.create(config(Map.of("sluice.serde", "confluent")))) {
      server.always(409, "{\"error_code\":409,\"message\":\"incompatible: 'id'\"}");
      assertThatThrownBy(() -> theirs.encodeStatus(TOPIC, new EventStatus()))
          .isInstanceOf(IncompatibleSchemaException.class)
          .hasMessageContaining("subject shop.events-value")
          .hasMessageContaining("incompatible: 'id'");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TopicNameStrategy", "RecordNameStrategy", "TopicRecordNameStrategy"})
  void subject_strategies_name_the_same_subjects(String strategy) {
    Map<String, Object> ours = config(Map.of("value.subject.name.strategy", strategy));
    Map<String, Object> theirs = new HashMap<>(ours);
    theirs.put("sluice.serde", "confluent");

    byte[] byUs = EventCodec.create(ours).encode(DRAFT, CONTEXT).value();
    byte[] byThem = EventCodec.create(theirs).encode(DRAFT, CONTEXT).value();

    assertThat(byThem).isEqualTo(byUs);
    assertThat(server.registry.subjects()).hasSize(2);
  }

  @Test
  void a_pair_of_class_names_works_as_well() {
    Map<String, Object> pair =
        config(
            Map.of(
                "sluice.serde",
                SluiceAvroSerializer.class.getName()
                    + ","
                    + SluiceAvroDeserializer.class.getName()));

    try (EventCodec codec = EventCodec.create(pair)) {
      Envelope envelope = codec.decode(TOPIC, codec.encode(DRAFT, CONTEXT).value());

      assertThat(codec.decodeData(envelope, WelcomeEmail.class)).isEqualTo(DRAFT.data());
    }
  }

  @Test
  void without_their_classes_it_says_how_to_add_them() throws IOException {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader empty =
        new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader())) {
      Thread.currentThread().setContextClassLoader(empty);

      assertThatThrownBy(() -> EventCodec.create(config(Map.of("sluice.serde", "confluent"))))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("io.confluent.kafka.serializers.KafkaAvroSerializer")
          .hasMessageContaining("io.confluent:kafka-avro-serializer");
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private Map<String, Object> config(Map<String, ?> more) {
    Map<String, Object> config = new HashMap<>(Map.of("schema.registry.url", server.url()));
    config.putAll(more);
    return config;
  }

  @SuppressWarnings("unchecked")
  private static <T> T theirs(String name, Class<? super T> kind) throws Exception {
    return (T)
        kind.cast(
            Class.forName("io.confluent.kafka.serializers." + name).getConstructor().newInstance());
  }
}
