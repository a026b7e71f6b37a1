package io.sluice.testkit;

import static io.sluice.schema.Workflow.group;
import static io.sluice.schema.Workflow.step;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.processor.config.RetryConfig;
import io.sluice.processor.config.WorkflowsConfig;
import io.sluice.processor.handler.ResultTooLargeException;
import io.sluice.schema.EventDraft;
import io.sluice.schema.PayloadMismatchException;
import io.sluice.schema.Workflow;
import io.sluice.schema.avro.Outcome;
import io.sluice.schema.avro.examples.WelcomeEmail;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What handlers give as their results, and where it is kept. */
class ResultScenarioTest {
  private record Total(String currency, long cents) {}

  private final SluiceTestDriver driver =
      SluiceTestDriver.builder(
              SluiceTestDriver.config("results")
                  .sources("results.events")
                  .retry(RetryConfig.defaults().withMaxAttempts(2))
                  .workflows(new WorkflowsConfig(5_000, 10_000, Duration.ofDays(1), 1))
                  .build())
          .returning("total", JsonNode.class, (data, context) -> new Total("EUR", data.asLong()))
          .returning("avro", JsonNode.class, (data, context) -> new WelcomeEmail("u", "a@b", null))
          .returning("none", JsonNode.class, (data, context) -> null)
          .returning("large", JsonNode.class, (data, context) -> "x".repeat(data.asInt()))
          .returning("odd", JsonNode.class, (data, context) -> new Object())
          .returning("deep", JsonNode.class, (data, context) -> nested(data.asInt()))
          .returning("empty.decimal", JsonNode.class, (data, context) -> priceOfNoBytes())
          .on(
              "twice",
              JsonNode.class,
              (data, context) -> {
                context.result("first");
                context.result("last");
              })
          .on(
              "late",
              JsonNode.class,
              (data, context) -> {
                context.result(context.attempt());
                if (context.attempt() == 1) {
                  throw new IllegalStateException("not yet");
                }
              })
          .start();

  private static JsonNode nested(int levels) {
    ArrayNode inner = JsonNodeFactory.instance.arrayNode();
    for (int level = 1; level < levels; level++) {
      inner = JsonNodeFactory.instance.arrayNode().add(inner);
    }
    return inner;
  }

  private static GenericRecord priceOfNoBytes() {
    Schema decimal = LogicalTypes.decimal(9, 2).addToSchema(Schema.create(Schema.Type.BYTES));
    Schema price =
        SchemaBuilder.record("Price").fields().name("amount").type(decimal).noDefault().endRecord();
    return new GenericRecordBuilder(price).set("amount", ByteBuffer.allocate(0)).build();
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void returnedValue_isKeptInTheStatus() {
    String id = driver.publish(EventDraft.of("total", 1_250));

    assertThat(driver.result(id, Total.class)).isEqualTo(new Total("EUR", 1_250));
    assertThat(driver.result(id, JsonNode.class))
        .hasToString("{\"currency\":\"EUR\",\"cents\":1250}");
  }

  @Test
  void avroRecord_keepsItsSchemaUnderTheTypesResult() {
    String id = driver.publish(EventDraft.of("avro", 0));

    assertThat(driver.result(id, WelcomeEmail.class)).isEqualTo(new WelcomeEmail("u", "a@b", null));
    JsonNode json = Objects.requireNonNull(driver.result(id, JsonNode.class));
    assertThat(json.get("email").asText()).isEqualTo("a@b");
    assertThat(driver.registry().latest("avro.result")).isPresent();
  }

  @Test
  void null_isNoResult() {
    assertThat(driver.result(driver.publish(EventDraft.of("none", 0)), JsonNode.class)).isNull();
  }

  @Test
  void lastOne_wins() {
    assertThat(driver.result(driver.publish(EventDraft.of("twice", 0)), String.class))
        .isEqualTo("last");
  }

  @Test
  void failedAttempt_givesNothing() {
    String id = driver.publish(EventDraft.of("late", 0));
    assertThat(driver.statuses()).allSatisfy(it -> assertThat(it.getResult()).isNull());

    driver.advanceUntilSettled(id);
    assertThat(driver.result(id, Integer.class)).isEqualTo(2);
  }

  @Test
  void tooLargeOne_isADeadLetterAtOnce() {
    String id = driver.publish(EventDraft.of("large", 6_000));

    driver
        .assertThat(id)
        .hadOutcomes(Outcome.DEAD)
        .isDead()
        .because("result_too_large")
        .withError(ResultTooLargeException.class)
        .withMessageContaining("max_result_bytes allows 5000");
    assertThat(List.of(driver.publish(EventDraft.of("large", 50))))
        .allSatisfy(small -> driver.assertThat(small).succeeded());
  }

  @Test
  void valueThatIsNoJson_failsTheAttempt() {
    String id = driver.publish(EventDraft.of("odd", 0));

    driver.assertThat(id).isWaitingForRetry();
    driver.advanceUntilSettled(id);
    driver.assertThat(id).isDead().withError(PayloadMismatchException.class);
  }

  /**
   * It would be nested one level deeper than Jackson writes; the steps have theirs all the same.
   */
  @Test
  void groupWhoseResultsFitNoJson_succeedsWithoutAResult() {
    driver.publish(Workflow.of(group(step(EventDraft.of("deep", 1_000)))).id("deep"));
    driver.publish(Workflow.of(group(step(EventDraft.of("empty.decimal", 0)))).id("decimal"));

    for (String id : List.of("deep", "decimal")) {
      driver.assertThat(id).succeeded();
      assertThat(driver.result(id, JsonNode.class)).isNull();
    }
  }
}
