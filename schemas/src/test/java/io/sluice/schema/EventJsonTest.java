package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.avro.Envelope;
import io.sluice.schema.avro.Metadata;
import io.sluice.schema.avro.WorkflowStep;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventJsonTest {

  @Test
  void step_names_its_workflow_and_others_none() {
    assertThat(json(new WorkflowStep("w-1", 3, List.of())).at("/metadata/workflow"))
        .hasToString("{\"id\":\"w-1\",\"step\":3}");
    assertThat(json(null).get("metadata").has("workflow")).isFalse();
  }

  private static ObjectNode json(@Nullable WorkflowStep step) {
    Metadata metadata = new Metadata(null, null, null, null, Map.of(), step);
    Envelope envelope =
        new Envelope("e", "a", 2, Instant.EPOCH, "s", ByteBuffer.allocate(0), metadata);
    return EventJson.of(envelope, JsonNodeFactory.instance.nullNode(), DeliveryState.fresh());
  }
}
