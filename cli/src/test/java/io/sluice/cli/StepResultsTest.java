package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.schema.EventCodec;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Handlers return what they like; whoever looks at it is told that it cannot be read. */
class StepResultsTest {
  private final EventCodec codec =
      EventCodec.create(Map.of("schema.registry.url", "mock://step-results"));

  @AfterEach
  void close() {
    codec.close();
  }

  @Test
  void result_isShownAsJson() {
    assertThat(read(Map.of("cents", 5))).hasToString("{\"cents\":5}");
  }

  @Test
  void decimalOfNoBytes_isASentence() {
    Schema decimal = LogicalTypes.decimal(9, 2).addToSchema(Schema.create(Schema.Type.BYTES));
    Schema schema =
        SchemaBuilder.record("Price").fields().name("amount").type(decimal).noDefault().endRecord();
    GenericData.Record price =
        new GenericRecordBuilder(schema).set("amount", ByteBuffer.allocate(0)).build();

    assertThat(read(price).asText()).startsWith("(6 bytes that cannot be read: ");
  }

  @Test
  void deepJson_isASentence_sinceItMustFitIntoOther() {
    assertThat(read(nested(400))).isEqualTo(nested(400));
    assertThat(read(nested(1_000)).asText())
        .endsWith("bytes that cannot be read: it is nested deeper than 500 levels)");
  }

  private static ArrayNode nested(int levels) {
    ArrayNode inner = JsonNodeFactory.instance.arrayNode();
    for (int level = 1; level < levels; level++) {
      inner = JsonNodeFactory.instance.arrayNode().add(inner);
    }
    return inner;
  }

  private JsonNode read(Object result) {
    return Objects.requireNonNull(StepResults.of(status(result), codec));
  }

  private EventStatus status(Object result) {
    return EventStatus.newBuilder()
        .setId("e1")
        .setType("price.find")
        .setPipeline("shop")
        .setOutcome(Outcome.SUCCEEDED)
        .setAttempt(1)
        .setAt(Instant.EPOCH)
        .setTopic("shop.events")
        .setPartition(0)
        .setOffset(0)
        .setResult(ByteBuffer.wrap(codec.encodeResult("price.find", result)))
        .build();
  }
}
