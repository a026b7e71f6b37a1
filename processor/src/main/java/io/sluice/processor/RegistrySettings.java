package io.sluice.processor;

import io.sluice.processor.config.PipelineConfig;
import java.util.HashMap;
import java.util.Map;

/** The settings of the codec in a process that waits for the registry itself. */
final class RegistrySettings {
  private RegistrySettings() {}

  static Map<String, Object> of(PipelineConfig config) {
    Map<String, Object> settings = new HashMap<>();
    // The pipeline does the waiting itself.
    settings.put("max.retries", "0");
    settings.put("http.read.timeout.ms", "5000");
    settings.putAll(config.schemaRegistry());
    settings.put("sluice.serde", config.serde());
    return settings;
  }
}
