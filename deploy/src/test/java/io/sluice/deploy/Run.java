package io.sluice.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One run of the image, as a file of this module asks for it.
 *
 * @param where which file and service, for messages
 * @param args the arguments of {@code sluice}
 * @param env the variables that it gets, with their values where the file has them
 */
record Run(String where, List<String> args, Map<String, String> env) {
  private static final String POD_FIELD = "pod-0";

  /** Every run of the image in compose.yaml and in the manifests. */
  static List<Run> all() {
    return Stream.concat(ofCompose(), ofKubernetes()).toList();
  }

  private static Stream<Run> ofCompose() {
    JsonNode services = DeployFiles.document(DeployFiles.COMPOSE).path("services");
    return services.properties().stream()
        .filter(service -> isOurs(service.getValue()))
        .map(
            service ->
                new Run(
                    "compose.yaml: " + service.getKey(),
                    DeployFiles.texts(service.getValue().path("command")),
                    values(service.getValue().path("environment"))));
  }

  private static Stream<Run> ofKubernetes() {
    return Stream.of("StatefulSet", "Job")
        .flatMap(kind -> DeployFiles.objects(kind).stream())
        .flatMap(
            workload ->
                Stream.of("initContainers", "containers")
                    .map(workload.path("spec").path("template").path("spec")::path)
                    .flatMap(containers -> stream(containers)))
        .filter(Run::isOurs)
        .map(
            container ->
                new Run(
                    "kubernetes: " + container.path("name").asText(),
                    DeployFiles.texts(container.path("args")),
                    environment(container)));
  }

  /** What envFrom takes from the ConfigMap and the example of the Secret, and env on top. */
  private static Map<String, String> environment(JsonNode container) {
    Map<String, String> env = new LinkedHashMap<>();
    for (JsonNode from : container.path("envFrom")) {
      String configMap = from.path("configMapRef").path("name").asText();
      String secret = from.path("secretRef").path("name").asText();
      named("ConfigMap", configMap).forEach(map -> env.putAll(values(map.path("data"))));
      named("Secret", secret).forEach(map -> env.putAll(values(map.path("stringData"))));
    }
    for (JsonNode variable : container.path("env")) {
      env.put(variable.path("name").asText(), variable.path("value").asText(POD_FIELD));
    }
    return env;
  }

  private static Stream<JsonNode> named(String kind, String name) {
    return DeployFiles.objects(kind).stream()
        .filter(object -> object.path("metadata").path("name").asText().equals(name));
  }

  private static Map<String, String> values(JsonNode object) {
    Map<String, String> values = new LinkedHashMap<>();
    object.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
    return values;
  }

  private static boolean isOurs(JsonNode container) {
    return container.path("image").asText().matches("sluice(:.*)?");
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  @Override
  public String toString() {
    return where;
  }
}
