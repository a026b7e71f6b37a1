package io.sluice.producer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
