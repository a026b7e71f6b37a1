package io.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.EventDraft;
import io.sluice.schema.PayloadMismatchException;
import io.sluice.schema.Upcaster;
import io.sluice.schema.avro.examples.WelcomeEmail;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

/** A pipeline whose handlers know only the newest version of what they are given. */
class UpcastScenarioTest {
  private static final String TYPE = "user.welcome_email";
  private static final Schema V1 = email().requiredString("mail").endRecord();
  private static final Schema V2 =
      email().requiredString("local_part").requiredString("domain").endRecord();
  private static final Schema V3 = WelcomeEmail.getClassSchema();

  private static final Upcaster SPLIT =
      new Step(
          1,
          2,
          old -> {
            String[] parts = old.remove("mail").asText().split("@", 2);
            return old.put("local_part", parts[0]).put("domain", parts[1]);
          });
  private static final Upcaster JOIN =
      new Step(
          2,
          3,
          old -> {
            String local = old.remove("local_part").asText();
            return old.put("email", local + "@" + old.remove("domain").asText());
          });

  private final List<WelcomeEmail> greeted = new ArrayList<>();

  @Test
  void newestHandler_readsOldEventsThroughEveryStep() {
    try (SluiceTestDriver driver = greeting().upcaster(SPLIT).upcaster(JOIN).start()) {
      register(driver, V1, V2, V3);
      driver.publish(EventDraft.of(TYPE, v1("ada@example.com")).id("first"));
      driver.publish(
          EventDraft.of(
                  TYPE,
                  new GenericRecordBuilder(V2)
                      .set("user_id", "u")
                      .set("local_part", "bob")
                      .set("domain", "example.com")
                      .build())
              .id("second"));
      driver.publish(
          EventDraft.of(TYPE, new WelcomeEmail("u", "cy@example.com", "Cy")).id("third"));

      driver.assertThatEverythingSettled();
      assertThat(greeted)
          .containsExactly(
              new WelcomeEmail("u", "ada@example.com", null),
              new WelcomeEmail("u", "bob@example.com", null),
              new WelcomeEmail("u", "cy@example.com", "Cy"));
      assertThat(driver.deadLetters()).isEmpty();
    }
  }

  @Test
  void withoutUpcaster_oldEventsAreDeadLettersOfTheirHandler() {
    try (SluiceTestDriver driver = greeting().start()) {
      register(driver, V1, V2, V3);
      driver.publish(EventDraft.of(TYPE, v1("ada@example.com")).id("first"));

      DeadLetter letter = driver.deadLetter("first");
      assertThat(letter.reason()).isEqualTo("undecodable");
      assertThat(letter.attempts()).isZero();
      assertThat(letter.header(DeliveryHeaders.HANDLER)).isEqualTo(TYPE);
    }
  }

  @Test
  void throwingUpcaster_killsTheEventAtOnceAndIsNamed() {
    try (SluiceTestDriver driver = greeting().upcaster(SPLIT).upcaster(JOIN).start()) {
      register(driver, V1, V2, V3);
      driver.publish(EventDraft.of(TYPE, v1("nobody")).id("first"));
      driver.publish(EventDraft.of(TYPE, v1("ada@example.com")).id("second"));

      DeadLetter letter = driver.deadLetter("first");
      assertThat(letter.reason()).isEqualTo("undecodable");
      assertThat(letter.attempts()).isZero();
      assertThat(letter.error().className()).isEqualTo(PayloadMismatchException.class.getName());
      assertThat(letter.error().message())
          .contains(Step.class.getName() + " (user.welcome_email 1 to 2)")
          .contains("ArrayIndexOutOfBoundsException");
      assertThat(greeted).hasSize(1);
    }
  }

  @Test
  void deadLetters_nameThePatternOfTheHandlerThatFailed() {
    SluiceTestDriver.Builder failing =
        SluiceTestDriver.builder(config())
            .on(
                "order.#",
                JsonNode.class,
                (data, context) -> {
                  throw new IllegalStateException("no");
                });
    try (SluiceTestDriver driver = failing.start()) {
      driver.publish(EventDraft.of("order.placed", List.of(1)).id("served"));
      driver.publish(EventDraft.of("unknown", List.of(1)).id("unserved"));
      driver.advanceUntilSettled("served");

      assertThat(driver.deadLetter("served").header(DeliveryHeaders.HANDLER)).isEqualTo("order.#");
      assertThat(driver.deadLetter("unserved").header(DeliveryHeaders.HANDLER)).isNull();
      assertThat(driver.deadLetter("served").header(DeliveryHeaders.ORIGIN_PARTITIONS)).isNull();
    }
  }

  private SluiceTestDriver.Builder greeting() {
    return SluiceTestDriver.builder(config())
        .on(TYPE, WelcomeEmail.class, (email, context) -> greeted.add(email));
  }

  private static PipelineConfig config() {
    return SluiceTestDriver.config("shop").sources("shop.events").build();
  }

  private static void register(SluiceTestDriver driver, Schema... versions) {
    driver.registry().allowBreaking(TYPE);
    for (Schema version : versions) {
      driver.codec().registerType(TYPE, version);
    }
  }

  private static GenericRecord v1(String mail) {
    return new GenericRecordBuilder(V1).set("user_id", "u").set("mail", mail).build();
  }

  private static SchemaBuilder.FieldAssembler<Schema> email() {
    return SchemaBuilder.record("WelcomeEmail")
        .namespace("io.sluice.schema.avro.examples")
        .fields()
        .requiredString("user_id");
  }

  private record Step(int fromVersion, int toVersion, UnaryOperator<ObjectNode> change)
      implements Upcaster {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public JsonNode upcast(JsonNode data) {
      return change.apply((ObjectNode) data);
    }
  }
}
