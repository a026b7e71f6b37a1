package io.sluice.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.producer.PublisherMetrics.Outcome;
import org.junit.jupiter.api.Test;

class PublisherMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PublisherMetrics metrics = new PublisherMetrics(registry, "shop.events");

  @Test
  void events_areCountedByTopicTypeAndOutcome() {
    metrics.published("user.signup", metrics.start());
    metrics.published("user.signup", metrics.start());
    metrics.count("user.signup", Outcome.REFUSED);
    metrics.count("order.paid", Outcome.FAILED);

    assertThat(count("user.signup", "published")).isEqualTo(2);
    assertThat(count("user.signup", "refused")).isEqualTo(1);
    assertThat(count("order.paid", "failed")).isEqualTo(1);
  }

  @Test
  void duration_isOfPublishedEventsOnly() {
    metrics.published("user.signup", metrics.start());
    metrics.count("user.signup", Outcome.FAILED);

    assertThat(registry.get("sluice.publisher.publish.duration").timer().count()).isEqualTo(1);
  }

  private double count(String type, String outcome) {
    return registry
        .get("sluice.publisher.events")
        .tags("topic", "shop.events", "type", type, "outcome", outcome)
        .counter()
        .count();
  }
}
