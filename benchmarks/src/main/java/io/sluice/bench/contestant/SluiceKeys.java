package io.sluice.bench.contestant;

import io.sluice.bench.topic.Servers;
import io.sluice.processor.config.ConfigException;
import io.sluice.processor.config.PipelineConfig;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which settings this build of Sluice takes: a variant whose settings it refuses cannot be
 * measured, and must not be measured without them. Not thread-safe.
 */
public final class SluiceKeys {
  private final Map<Map<String, String>, Optional<String>> tried = new HashMap<>();

  /** Why no pipeline can be made with these settings; empty when one can. */
  public Optional<String> refusal(Map<String, String> settings) {
    return tried.computeIfAbsent(settings, SluiceKeys::load);
  }

  /** All of them where they are taken together, else those that are taken by themselves. */
  public Map<String, String> taken(Map<String, String> settings) {
    if (refusal(settings).isEmpty()) {
      return settings;
    }
    Map<String, String> some = new HashMap<>();
    settings.forEach(
        (key, value) -> {
          if (refusal(Map.of(key, value)).isEmpty()) {
            some.put(key, value);
          }
        });
    return some;
  }

  private static Optional<String> load(Map<String, String> settings) {
    try {
      Path folder = Files.createTempDirectory("sluice-bench");
      Path file = folder.resolve("pipeline.yaml");
      try {
        Servers nowhere = new Servers("127.0.0.1:1", "http://127.0.0.1:1");
        Surroundings surroundings =
            new Surroundings(nowhere, List.of("events"), "probe", folder, settings);
        Files.writeString(file, SluiceConfigText.of(surroundings));
        PipelineConfig unused = PipelineConfig.load(file, Map.of());
        return Optional.empty();
      } catch (ConfigException e) {
        return Optional.of(firstLine(e).replace(folder + File.separator, ""));
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without the list of what is allowed, which is long. */
  private static String firstLine(ConfigException e) {
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    int allowed = line.indexOf(" (allowed");
    return allowed < 0 ? line : line.substring(0, allowed);
  }
}
