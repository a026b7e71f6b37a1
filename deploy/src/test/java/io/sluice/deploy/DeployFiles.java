package io.sluice.deploy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The files of this module, found from its own folder, in which Maven runs the tests. */
final class DeployFiles {
  static final Path COMPOSE = Path.of("compose/compose.yaml");
  static final Path COMPOSE_PIPELINE = Path.of("compose/pipeline.yaml");
  static final Path KUBERNETES = Path.of("kubernetes");
  static final Path KUBERNETES_PIPELINE = KUBERNETES.resolve("pipeline.yaml");
  static final Path KUSTOMIZATION = KUBERNETES.resolve("kustomization.yaml");
  static final Path ADAPTER_VALUES = KUBERNETES.resolve("prometheus-adapter-values.yaml");
  static final Path PROMETHEUS = Path.of("prometheus/prometheus.yml");
  static final Path RULES = Path.of("prometheus/rules.yml");

  /** A key that stands twice is a mistake that YAML itself lets pass. */
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private DeployFiles() {}

  /** Every YAML file that is deployed. */
  static List<Path> yaml() {
    try (Stream<Path> files = Files.walk(Path.of(""))) {
      return files
          .filter(file -> file.toString().matches(".*\\.ya?ml"))
          .filter(file -> !file.startsWith("target") && !file.startsWith("src"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The documents of a file that has one or more, each an object. */
  static List<JsonNode> documents(Path file) {
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
      return documents.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }

  /** The one document of a file. */
  static JsonNode document(Path file) {
    List<JsonNode> documents = documents(file);
    if (documents.size() != 1) {
      throw new IllegalStateException(file + " has " + documents.size() + " documents, not 1");
    }
    return documents.get(0);
  }

  /** Every Kubernetes object of this kind, those that kustomization.yaml leaves out as well. */
  static List<JsonNode> objects(String kind) {
    return yaml().stream()
        .filter(file -> file.startsWith(KUBERNETES))
        .flatMap(file -> documents(file).stream())
        .filter(object -> object.path("kind").asText().equals(kind))
        .toList();
  }

  /** The one Kubernetes object of this kind. */
  static JsonNode object(String kind) {
    List<JsonNode> objects = objects(kind);
    if (objects.size() != 1) {
      throw new IllegalStateException(objects.size() + " objects of kind " + kind + ", not 1");
    }
    return objects.get(0);
  }

  /** The text of each element of an array; empty where there is none. */
  static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
