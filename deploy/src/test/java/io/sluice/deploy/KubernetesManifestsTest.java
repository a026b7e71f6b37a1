package io.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The manifests agree with one another, with the image and with the pipeline. */
final class KubernetesManifestsTest {
  private static final String PORT = "9400";
  private final JsonNode statefulSet = DeployFiles.object("StatefulSet");
  private final JsonNode template = statefulSet.path("spec").path("template");
  private final JsonNode pod = template.path("spec");
  private final JsonNode processor = pod.at("/containers/0");

  @Test
  void probes_askTheHealthPagesOnTheContainersPort() {
    assertThat(processor.at("/ports/0/name").asText()).isEqualTo("http");
    assertThat(processor.at("/ports/0/containerPort").asText()).isEqualTo(PORT);
    assertThat(processor.at("/livenessProbe/httpGet/port").asText()).isEqualTo("http");
    assertThat(processor.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
    assertThat(processor.at("/readinessProbe/httpGet/port").asText()).isEqualTo("http");
    assertThat(processor.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
  }

  @Test
  void annotations_tellPrometheusWhereTheMetricsAre() {
    JsonNode annotations = template.at("/metadata/annotations");

    assertThat(annotations.path("prometheus.io/scrape").asText()).isEqualTo("true");
    assertThat(annotations.path("prometheus.io/port").asText()).isEqualTo(PORT);
    assertThat(annotations.path("prometheus.io/path").asText()).isEqualTo("/metrics");
  }

  @Test
  void services_leadToThePortOfThePods() {
    List<JsonNode> services = DeployFiles.objects("Service");

    assertThat(services)
        .hasSize(2)
        .allSatisfy(
            service -> {
              assertThat(service.at("/spec/selector")).isEqualTo(podLabels());
              assertThat(service.at("/spec/ports/0/port").asText()).isEqualTo(PORT);
              assertThat(service.at("/spec/ports/0/targetPort").asText()).isEqualTo("http");
            });
    assertThat(services)
        .filteredOn(service -> service.at("/spec/clusterIP").asText().equals("None"))
        .extracting(service -> service.at("/metadata/name").asText())
        .containsExactly(statefulSet.at("/spec/serviceName").asText());
  }

  @Test
  void selectors_matchThePods() {
    assertThat(statefulSet.at("/spec/selector/matchLabels")).isEqualTo(podLabels());
    assertThat(DeployFiles.object("PodDisruptionBudget").at("/spec/selector/matchLabels"))
        .isEqualTo(podLabels());
    assertThat(pod.at("/topologySpreadConstraints/0/labelSelector/matchLabels"))
        .isEqualTo(podLabels());
  }

  @Test
  void autoscaler_setsTheReplicasOfTheStatefulSet() {
    JsonNode autoscaler = DeployFiles.object("HorizontalPodAutoscaler").path("spec");

    assertThat(autoscaler.at("/scaleTargetRef/kind").asText()).isEqualTo("StatefulSet");
    assertThat(autoscaler.at("/scaleTargetRef/name")).isEqualTo(statefulSet.at("/metadata/name"));
    assertThat(autoscaler.path("minReplicas").asInt()).isEqualTo(2);
    assertThat(autoscaler.path("maxReplicas").asInt()).isEqualTo(20);
    assertThat(autoscaler.at("/metrics/0/type").asText()).isEqualTo("External");
    assertThat(autoscaler.at("/metrics/0/external/target/averageValue").asText()).isEqualTo("100");
    assertThat(statefulSet.path("spec").has("replicas")).isFalse();
  }

  @Test
  void autoscaler_asksForTheMetricOfThisPipelineThatTheAdapterOffers() {
    JsonNode asked =
        DeployFiles.object("HorizontalPodAutoscaler").at("/spec/metrics/0/external/metric");
    JsonNode offered = DeployFiles.document(DeployFiles.ADAPTER_VALUES).at("/rules/external/0");
    String pipeline =
        DeployFiles.document(DeployFiles.KUBERNETES_PIPELINE).path("pipeline").asText();

    assertThat(asked.path("name")).isEqualTo(offered.at("/name/as"));
    assertThat(asked.at("/selector/matchLabels/pipeline").asText()).isEqualTo(pipeline);
    assertThat(offered.path("seriesQuery").asText()).contains("pipeline!=\"\"");
  }

  @Test
  void autoscaler_neverAsksForMorePodsThanTheTopicHasPartitions() {
    int maximum = DeployFiles.object("HorizontalPodAutoscaler").at("/spec/maxReplicas").asInt();
    List<String> creation =
        DeployFiles.texts(DeployFiles.object("Job").at("/spec/template/spec/containers/0/args"));
    int partitions = Integer.parseInt(creation.get(creation.indexOf("--partitions") + 1));

    assertThat(maximum).isLessThanOrEqualTo(partitions);
  }

  @Test
  void user_isTheOneOfTheImage() throws IOException {
    String build = Files.readString(Path.of("pom.xml"));
    String user = pod.at("/securityContext/runAsUser").asText();

    assertThat(build).contains("<user>" + user + ":" + user + "</user>");
    assertThat(pod.at("/securityContext/fsGroup").asText()).isEqualTo(user);
    assertThat(build).contains("<port>" + PORT + "</port>");
  }

  @Test
  void volumes_holdTheStateThePipelineAndWhatIsUnpacked() {
    Map<String, String> mounts =
        stream(processor.path("volumeMounts"))
            .collect(
                Collectors.toMap(
                    mount -> mount.path("mountPath").asText(),
                    mount -> mount.path("name").asText()));
    String claim = statefulSet.at("/spec/volumeClaimTemplates/0/metadata/name").asText();
    Set<String> volumes =
        stream(pod.path("volumes"))
            .map(volume -> volume.path("name").asText())
            .collect(Collectors.toSet());

    assertThat(mounts).containsEntry("/var/lib/sluice", claim).containsKeys("/etc/sluice", "/tmp");
    assertThat(mounts.get("/etc/sluice")).isIn(volumes);
    assertThat(mounts.get("/tmp")).isIn(volumes);
  }

  @Test
  void kustomization_namesFilesThatExistAndMakesTheConfigMapThatIsMounted() {
    JsonNode kustomization = DeployFiles.document(DeployFiles.KUSTOMIZATION);
    JsonNode generator = kustomization.at("/configMapGenerator/0");
    Stream<String> files =
        Stream.concat(
            DeployFiles.texts(kustomization.path("resources")).stream(),
            DeployFiles.texts(generator.path("files")).stream());

    assertThat(files)
        .isNotEmpty()
        .allMatch(file -> Files.exists(DeployFiles.KUBERNETES.resolve(file)));
    assertThat(stream(pod.path("volumes")).map(volume -> volume.at("/configMap/name")))
        .contains(generator.path("name"));
    assertThat(kustomization.path("namespace"))
        .isEqualTo(DeployFiles.object("Namespace").at("/metadata/name"));
  }

  @Test
  void memory_isLimitedAndSecretsStayOutOfTheKustomization() {
    assertThat(processor.at("/resources/limits/memory").isMissingNode()).isFalse();
    assertThat(DeployFiles.texts(DeployFiles.document(DeployFiles.KUSTOMIZATION).path("resources")))
        .noneMatch(file -> file.contains("secret"));
  }

  private JsonNode podLabels() {
    return template.at("/metadata/labels");
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
