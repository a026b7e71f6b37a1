package io.sluice.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.processor.dispatch.Doorkeeper;
import io.sluice.processor.dispatch.Workers;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.processor.metrics.MicrometerPipelineMetrics;
import io.sluice.processor.policy.Backoff;
import io.sluice.processor.policy.ErrorClasses;
import io.sluice.processor.policy.Limits;
import io.sluice.processor.policy.Ordering;
import io.sluice.processor.policy.Policies;
import io.sluice.processor.policy.RetryPolicy;
import io.sluice.schema.EventCodec;
import io.sluice.schema.TopicNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PipelineTopologyTest {
  /** A changed flow changes store names, changelogs and task ids: it must be seen in review. */
  @Test
  void flow_isAsCommitted() throws IOException {
    assertThat(description()).isEqualToNormalizingNewlines(committed());
  }

  private static String description() {
    RetryPolicy retry =
        new RetryPolicy(
            1,
            new Backoff(Duration.ofSeconds(1), 1, Duration.ofSeconds(1), 0),
            null,
            ErrorClasses.none(),
            ErrorClasses.none(),
            ErrorClasses.none());
    PipelineTopology.Plan plan =
        new PipelineTopology.Plan(
            new TopicNames("shop"),
            List.of("shop.events", "web.events"),
            "shop.events",
            HandlerRegistry.builder().build(),
            new Policies(
                new Policies.Bookkeeping(true, Duration.ofHours(24), true, 2_048),
                retry,
                Map.of(),
                Ordering.defaults(),
                new Limits(1_000, Map.of(), null, Map.of(), 10_000, 64L * 1024 * 1024)));
    PipelineTopology.Surroundings surroundings =
        new PipelineTopology.Surroundings(
            EventCodec.create(Map.of("schema.registry.url", "mock://topology")),
            new MicrometerPipelineMetrics(new SimpleMeterRegistry(), "shop"),
            new Random(1),
            PipelineTopology.Crew.onCaller(
                new Workers.Clocks(() -> Instant.EPOCH, () -> 0L), Doorkeeper.OPEN),
            PipelineTopology.Topics.uncounted(),
            new PipelineTopology.Waiting(duration -> {}, () -> false));
    return PipelineTopology.of(plan, surroundings).describe().toString();
  }

  private static String committed() throws IOException {
    try (InputStream text =
        Objects.requireNonNull(PipelineTopologyTest.class.getResourceAsStream("/topology.txt"))) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
