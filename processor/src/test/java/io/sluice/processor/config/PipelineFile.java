package io.sluice.processor.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A pipeline.yaml in a folder of its own, with what a file needs and what a test adds to it. */
record PipelineFile(Path folder) {
  static final String NEEDED =
      """
      pipeline: shop
      sources: [shop.events]
      kafka: {bootstrap.servers: "127.0.0.1:9092"}
      schema_registry: {schema.registry.url: "http://127.0.0.1:8081"}
      """;

  /** Needed settings on lines 1 to 4; what is added begins on line 5. */
  PipelineConfig with(String added, Map<String, String> env) {
    return PipelineConfig.load(write(NEEDED + added), env);
  }

  PipelineConfig with(String added) {
    return with(added, Map.of());
  }

  /** The mistakes, without the folder's name. */
  List<String> mistakesWith(String added, Map<String, String> env) {
    return mistakesOf(NEEDED + added, env);
  }

  List<String> mistakesWith(String added) {
    return mistakesWith(added, Map.of());
  }

  List<String> mistakesOf(String text, Map<String, String> env) {
    return mistakesIn(write(text), env);
  }

  List<String> mistakesIn(Path file, Map<String, String> env) {
    ConfigException thrown =
        catchThrowableOfType(ConfigException.class, () -> PipelineConfig.load(file, env));
    return thrown == null
        ? List.of()
        : thrown.mistakes().stream().map(text -> text.replace(folder + "/", "")).toList();
  }

  Path write(String text) {
    try {
      return Files.writeString(folder.resolve("pipeline.yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
