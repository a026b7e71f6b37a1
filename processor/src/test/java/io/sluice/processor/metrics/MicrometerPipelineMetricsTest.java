package io.sluice.processor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MicrometerPipelineMetricsTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MicrometerPipelineMetrics metrics = new MicrometerPipelineMetrics(registry, "shop");

  @Test
  void meters_haveTheNamesThatAlertsAreWrittenAgainst() {
    metrics.settled("user.welcome_email", "succeeded");
    metrics.handlerRan("user.welcome_email", Duration.ofMillis(20));
    metrics.delayed("0_0", 4);
    metrics.delayed("0_1", 3);
    metrics.registryWaiting("0_0", true);
    metrics.workflowsActive("1_0", 2);
    metrics.workflowsActive("1_1", 3);
    metrics.workflowsActive("1_1", 0);
    metrics.workflow("failed");

    assertThat(registry.scrape())
        .contains("sluice_workflows_active{pipeline=\"shop\"} 2.0")
        .contains("sluice_workflows_total{outcome=\"failed\",pipeline=\"shop\"} 1.0")
        .contains(
            "sluice_events_total{outcome=\"succeeded\",pipeline=\"shop\",type=\"user.welcome_email\"} 1.0")
        .contains(
            "sluice_handler_duration_seconds_count{pipeline=\"shop\",type=\"user.welcome_email\"} 1")
        .contains("sluice_delayed_events{pipeline=\"shop\"} 7.0")
        .contains("sluice_registry_waiting{pipeline=\"shop\"} 1.0");
  }

  @Test
  void guards_haveTheNamesThatAlertsAreWrittenAgainst() {
    metrics.paused("user.mail", "alike_failures", true);
    metrics.paused("user.#", "operator", true);
    metrics.paused("user.#", "operator", false);
    metrics.breaker("smtp", 2);
    metrics.breaker("smtp", 1);
    metrics.heldBack("user.mail", "breaker_open");
    metrics.heldBack("user.mail", "breaker_open");

    assertThat(registry.scrape())
        .contains(
            "sluice_type_paused{cause=\"alike_failures\",pipeline=\"shop\",type=\"user.mail\"} 1.0")
        .contains("sluice_type_paused{cause=\"operator\",pipeline=\"shop\",type=\"user.#\"} 0.0")
        .contains("sluice_breaker_state{name=\"smtp\",pipeline=\"shop\"} 1.0")
        .contains(
            "sluice_held_total{pipeline=\"shop\",type=\"user.mail\",why=\"breaker_open\"} 2.0");
  }

  @Test
  void taskThatLeaves_takesItsNumbersAlong() {
    metrics.delayed("0_0", 4);
    metrics.registryWaiting("0_0", true);

    metrics.delayed("0_0", 0);
    metrics.registryWaiting("0_0", false);

    assertThat(registry.scrape())
        .contains("sluice_delayed_events{pipeline=\"shop\"} 0.0")
        .contains("sluice_registry_waiting{pipeline=\"shop\"} 0.0");
    assertThat(metrics.isRegistryWaiting()).isFalse();
  }

  @Test
  void typesBeyondTheBound_shareOneLabel() {
    for (int i = 0; i < MicrometerPipelineMetrics.MAX_TYPES + 10; i++) {
      metrics.settled("type.t" + i, "dead");
    }
    metrics.settled("", "dead");

    assertThat(registry.get("sluice.events").tag("type", "(other)").counter().count())
        .isEqualTo(10);
    assertThat(registry.get("sluice.events").tag("type", "(undecodable)").counter().count())
        .isEqualTo(1);
  }
}
