package io.sluice.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.processor.config.DedupeConfig;
import io.sluice.processor.config.EngineConfig;
import io.sluice.processor.config.PipelineConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

final class StreamsSettingsTest {
  @Test
  void exactlyOnce_isTheDefault() {
    assertThat(StreamsSettings.of(config().build()))
        .containsEntry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, "exactly_once_v2");
  }

  @Test
  void atLeastOnce_stillReadsOnlyWhatWasCommitted() {
    PipelineConfig config =
        config().guarantee(EngineConfig.Guarantee.AT_LEAST_ONCE).dedupe(DedupeConfig.off()).build();

    StreamsConfig settings = new StreamsConfig(StreamsSettings.of(config));

    assertThat(settings.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
        .isEqualTo("at_least_once");
    assertThat(settings.getMainConsumerConfigs("shop", "shop-1", 0))
        .containsEntry("isolation.level", "read_committed");
  }

  private static PipelineConfig.Builder config() {
    return PipelineConfig.builder("shop")
        .sources("shop.events")
        .bootstrapServers("127.0.0.1:9092")
        .schemaRegistryUrl("http://127.0.0.1:8081");
  }
}
