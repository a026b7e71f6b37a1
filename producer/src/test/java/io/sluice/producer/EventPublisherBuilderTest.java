package io.sluice.producer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schema.EventDraft;
import io.sluice.schema.Workflow;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventPublisherBuilderTest {

  private static EventPublisher.Builder complete() {
    return EventPublisher.builder()
        .topic("shop.events")
        .bootstrapServers("127.0.0.1:9092")
        .schemaRegistryUrl("mock://builder");
  }

  @Test
  void missingTopic_isNamed() {
    assertThatThrownBy(() -> complete().topic(" ").build()).hasMessageContaining("topic");
  }

  @Test
  void missingBrokers_areNamed() {
    assertThatThrownBy(() -> complete().bootstrapServers("").build())
        .hasMessageContaining("bootstrap.servers");
  }

  @Test
  void missingRegistry_isNamed() {
    assertThatThrownBy(
            () ->
                EventPublisher.builder()
                    .topic("shop.events")
                    .bootstrapServers("127.0.0.1:9092")
                    .build())
        .hasMessageContaining("schema.registry.url");
  }

  @Test
  void wrongKafkaSetting_isNamedWithoutKafkasWrapping() {
    assertThatThrownBy(() -> complete().config(Map.of("linger.ms", "soon")).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("linger.ms")
        .hasMessageNotContaining("Failed to construct");
  }

  @Test
  void settingThatTakesWorkflowsApart_isRefusedWhereTheyArePublished() {
    Map<String, Object> ignoring = Map.of("partitioner.ignore.keys", true);
    complete().config(ignoring).build().close();

    assertThatThrownBy(() -> complete().config(ignoring).pipeline("shop").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("partitioner.ignore.keys cannot be set on a publisher of workflows");
  }

  @Test
  void workflowWithoutPipeline_isRefusedWithWhatToDo() {
    try (EventPublisher publisher = complete().build()) {
      Workflow workflow = Workflow.of(Workflow.step(EventDraft.of("a", 1)));

      assertThatThrownBy(() -> publisher.publish(workflow))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("pipeline(\"shop\")");
    }
  }

  @Test
  void wrongPipelineName_isRefused() {
    assertThatThrownBy(() -> complete().pipeline("a b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a b");
  }
}
