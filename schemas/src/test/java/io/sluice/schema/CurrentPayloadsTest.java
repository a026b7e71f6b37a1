package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.schema.avro.Envelope;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

/** Payloads against their type's newest schema. */
class CurrentPayloadsTest {

  private static final String TOPIC = "shop.events";
  private static final EncodeContext CONTEXT =
      new EncodeContext(TOPIC, "shop", Instant.parse("2026-11-24T18:00:00Z"));
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

  @Test
  void a_payload_of_the_newest_or_a_compatible_version_fits() {
    register(RenamedUsers.V2);
    Envelope old = written(ada(RenamedUsers.V2));

    assertThat(codec().fit(old)).isEqualTo(new PayloadFit.Fits());
    register(RenamedUsers.V3);
    assertThat(codec().fit(old)).isEqualTo(new PayloadFit.Fits());
  }

  @Test
  void a_type_without_a_schema_refuses_nothing() {
    assertThat(codec().fit(written(JSON.objectNode().put("n", 1))))
        .isEqualTo(new PayloadFit.Fits());
  }

  @Test
  void a_breaking_change_is_told_with_both_versions_and_the_field() {
    register(RenamedUsers.V1, RenamedUsers.V2);

    assertThat(codec().fit(written(ada(RenamedUsers.V1))))
        .isEqualTo(
            new PayloadFit.Misfit(
                "version 2 of user.created cannot read version 1: field first_name: it is required,"
                    + " has no default, and is not in what was written",
                1,
                2,
                false));
    assertThat(codec(RenamedUsers.SPLIT).fit(written(ada(RenamedUsers.V1))))
        .isInstanceOfSatisfying(
            PayloadFit.Misfit.class, misfit -> assertThat(misfit.canUpcast()).isTrue());
  }

  @Test
  void a_chain_that_ends_too_early_is_told() {
    register(RenamedUsers.V1, RenamedUsers.V2, RenamedUsers.V3, RenamedUsers.V4);

    assertThat(codec(RenamedUsers.SPLIT).fit(written(ada(RenamedUsers.V1))))
        .isInstanceOfSatisfying(
            PayloadFit.Misfit.class,
            misfit -> {
              assertThat(misfit.canUpcast()).isFalse();
              assertThat(misfit.reason())
                  .endsWith("; its upcasters end at version 2, which cannot be read either");
            });
  }

  @Test
  void an_upcaster_to_a_version_that_is_not_there_is_told() {
    register(RenamedUsers.V1, RenamedUsers.V2);
    Upcaster tooFar = RenamedUsers.step(1, 3, user -> user);

    assertThat(codec(tooFar).fit(written(ada(RenamedUsers.V1))))
        .isInstanceOfSatisfying(
            PayloadFit.Misfit.class,
            misfit -> {
              assertThat(misfit.canUpcast()).isFalse();
              assertThat(misfit.reason()).contains("subject user.created has no version 3");
            });
  }

  @Test
  void json_is_held_to_the_schema_that_came_after_it() {
    Envelope good = written(JSON.objectNode().put("id", "u").put("name", "Ada"));
    Envelope bad = written(JSON.objectNode().put("id", "u"));
    register(RenamedUsers.V1);

    assertThat(codec().fit(good)).isEqualTo(new PayloadFit.Fits());
    assertThat(codec().fit(bad))
        .isEqualTo(
            new PayloadFit.Misfit(
                "version 1 of user.created cannot read this JSON, written before the type had a"
                    + " schema: $.name: expected string, found nothing (the field is required)",
                0,
                1,
                false));
  }

  @Test
  void a_schema_from_elsewhere_is_told_by_its_id() {
    Envelope stray = written(ada(RenamedUsers.V1));
    stray.setType("user.renamed");
    registry.register("user.renamed", RenamedUsers.V2);

    assertThat(codec().fit(stray))
        .isInstanceOfSatisfying(
            PayloadFit.Misfit.class,
            misfit -> {
              assertThat(misfit.fromVersion()).isEqualTo(-1);
              assertThat(misfit.reason())
                  .contains("schema id 1 (shop.User), which is not registered under that subject");
            });
  }

  @Test
  void raising_leaves_everything_but_the_payload() {
    register(RenamedUsers.V1, RenamedUsers.V2);
    Envelope old = written(ada(RenamedUsers.V1));
    EventCodec codec = codec(RenamedUsers.SPLIT);

    Envelope raised = codec.decode(TOPIC, codec.upcast(old, TOPIC));

    assertThat(codec().decodeData(raised))
        .hasToString("{\"id\": \"u\", \"first_name\": \"Ada\", \"last_name\": \"Lovelace\"}");
    assertThat(codec.fit(raised)).isEqualTo(new PayloadFit.Fits());
    raised.setData(old.getData());
    assertThat(raised).isEqualTo(old);
  }

  @Test
  void avro_does_what_the_upcasters_leave() {
    register(RenamedUsers.V1, RenamedUsers.V2, RenamedUsers.V3);
    EventCodec codec = codec(RenamedUsers.SPLIT);

    Envelope raised = codec.decode(TOPIC, codec.upcast(written(ada(RenamedUsers.V1)), TOPIC));

    assertThat(((GenericRecord) codec().decodeData(raised)).getSchema()).isEqualTo(RenamedUsers.V3);
  }

  @Test
  void what_needs_no_upcaster_keeps_its_bytes() {
    register(RenamedUsers.V2, RenamedUsers.V3);
    EventCodec codec = codec(RenamedUsers.JOIN);
    byte[] value =
        codec.encode(EventDraft.of(RenamedUsers.TYPE, ada(RenamedUsers.V2)), CONTEXT).value();

    assertThat(codec.upcast(codec.decode(TOPIC, value), TOPIC)).isEqualTo(value);
  }

  @Test
  void what_no_upcaster_reaches_is_refused_with_the_reason() {
    register(RenamedUsers.V1, RenamedUsers.V2, RenamedUsers.V3, RenamedUsers.V4);
    Envelope old = written(ada(RenamedUsers.V1));

    assertThatThrownBy(() -> codec().upcast(old, TOPIC))
        .isInstanceOf(PayloadMismatchException.class)
        .hasMessageContaining("fits version 4 of user.created or that upcasters can raise to it")
        .hasMessageContaining("cannot read version 1");
    assertThatThrownBy(() -> codec(RenamedUsers.SPLIT).upcast(old, TOPIC))
        .isInstanceOf(PayloadMismatchException.class)
        .hasMessageContaining("its upcasters end at version 2");
  }

  @Test
  void a_version_newer_than_what_is_remembered_is_looked_for() {
    register(RenamedUsers.V1);
    EventCodec codec = codec(RenamedUsers.SPLIT);
    Envelope old = written(ada(RenamedUsers.V1));
    assertThat(codec.fit(old)).isEqualTo(new PayloadFit.Fits());
    register(RenamedUsers.V2);

    Envelope raised = codec.decode(TOPIC, codec.upcast(old, TOPIC));

    assertThat(codec().fit(raised)).isEqualTo(new PayloadFit.Fits());
  }

  @Test
  void a_newer_schema_is_noticed_within_a_minute() {
    SettableClock clock = new SettableClock();
    EventCodec codec = EventCodec.create(Map.of(), registry, clock);
    register(RenamedUsers.V1);
    Envelope old = written(ada(RenamedUsers.V1));
    assertThat(codec.fit(old)).isEqualTo(new PayloadFit.Fits());
    register(RenamedUsers.V2);

    clock.advance(Duration.ofSeconds(61));

    assertThat(codec.fit(old)).isInstanceOf(PayloadFit.Misfit.class);
  }

  @Test
  void other_data_is_checked_as_in_publishing() {
    register(RenamedUsers.V1);
    Envelope event = written(ada(RenamedUsers.V1));
    JsonNode edited = JSON.objectNode().put("id", "u").put("name", "Grace");

    Envelope changed = codec().decode(TOPIC, codec().withData(TOPIC, event, edited));

    assertThat(codec().writtenData(changed)).isEqualTo(edited);
    assertThat(changed.getId()).isEqualTo(event.getId());
    assertThat(changed.getMetadata()).isEqualTo(event.getMetadata());
    assertThatThrownBy(
            () -> codec().withData(TOPIC, event, JSON.objectNode().put("id", "u").put("name", 1)))
        .isInstanceOf(PayloadMismatchException.class)
        .hasMessage("$.name: expected string, found number 1");
  }

  @Test
  void other_data_of_a_type_without_a_schema_stays_json() {
    Envelope event = written(JSON.objectNode().put("n", 1));
    JsonNode edited = JSON.objectNode().put("n", 2);

    Envelope changed = codec().decode(TOPIC, codec().withData(TOPIC, event, edited));

    assertThat(codec().decodeData(changed)).isEqualTo(edited);
  }

  @Test
  void broken_payloads_are_malformed_and_not_misfits() {
    register(RenamedUsers.V1);
    Envelope event = written(ada(RenamedUsers.V1));
    event.setData(ByteBuffer.wrap(new byte[] {1, 2}));

    assertThatThrownBy(() -> codec().fit(event)).isInstanceOf(MalformedEventException.class);
    assertThatThrownBy(() -> codec().upcast(event, TOPIC))
        .isInstanceOf(MalformedEventException.class);
  }

  private EventCodec codec(Upcaster... upcasters) {
    return EventCodec.create(Map.of(), registry, Upcasters.of(List.of(upcasters)));
  }

  private void register(Schema... versions) {
    registry.allowBreaking(RenamedUsers.TYPE);
    for (Schema version : versions) {
      registry.register(RenamedUsers.TYPE, version);
    }
  }

  private Envelope written(Object data) {
    EventCodec codec = codec();
    EventDraft draft = EventDraft.of(RenamedUsers.TYPE, data).label("team", "growth");
    return codec.decode(TOPIC, codec.encode(draft, CONTEXT).value());
  }

  private static GenericRecord ada(Schema version) {
    GenericRecordBuilder user = new GenericRecordBuilder(version).set("id", "u");
    return version.equals(RenamedUsers.V1)
        ? user.set("name", "Ada Lovelace").build()
        : user.set("first_name", "Ada").set("last_name", "Lovelace").build();
  }
}
