package io.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.processor.Pipeline;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.producer.EventPublisher;
import io.sluice.schema.EventDraft;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pipelines of compose.yaml and of the manifests, run against a real broker: ready, at work,
 * and with every metric and label on their page that the alerts and the autoscaler ask for, but for
 * those that are there only once something was paused or has a breaker.
 */
@ExtendWith(LocalClusterExtension.class)
final class DeployedPipelineIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The test of the pipeline's meters holds these names. */
  private static final Set<String> SOMETIMES =
      Set.of(
          "sluice_type_paused",
          "sluice_breaker_state",
          "sluice_unroutable_total",
          "sluice_workflows_total");

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  static List<PipelineFile> files() {
    return PipelineFile.ALL;
  }

  @ParameterizedTest
  @MethodSource("files")
  void pipeline_runsAndShowsWhatAlertsAndAutoscalerAskFor(PipelineFile file, LocalCluster cluster)
      throws Exception {
    String topic = "events-of-" + file.path().getName(0);
    cluster.createTopic(topic, 2);
    PipelineConfig config = PipelineConfig.load(onThisMachine(file, topic), env(cluster));

    try (Pipeline pipeline = Pipeline.create(config)) {
      pipeline.start();
      await().atMost(PATIENCE).until(() -> get(pipeline, "/health/ready").statusCode() == 200);
      assertThat(get(pipeline, "/health/live").statusCode()).isEqualTo(200);
      publish(cluster, topic);
      await()
          .atMost(PATIENCE)
          .until(() -> get(pipeline, "/metrics").body().contains("outcome=\"succeeded\""));
      String page = get(pipeline, "/metrics").body();
      assertThat(MetricQuery.all()).allSatisfy(query -> assertAnswered(query, page));
    }
  }

  private static void assertAnswered(MetricQuery query, String page) {
    for (String metric : query.metrics()) {
      if (SOMETIMES.contains(metric)) {
        continue;
      }
      String series =
          page.lines()
              .filter(line -> line.matches(metric + "(_bucket|_sum|_count)?[{ ].*"))
              .collect(Collectors.joining("\n"));
      assertThat(series).as("%s asks for %s", query, metric).isNotEmpty();
      if (query.metrics().size() == 1) {
        assertThat(query.labels())
            .as("labels of %s in %s", metric, query)
            .allMatch(label -> series.contains(label + "=\""));
      }
    }
  }

  private void publish(LocalCluster cluster, String topic) throws Exception {
    try (EventPublisher publisher =
        EventPublisher.builder()
            .topic(topic)
            .bootstrapServers(cluster.bootstrapServers())
            .schemaRegistryUrl(cluster.schemaRegistryUrl())
            .source("deploy-test")
            .build()) {
      publisher
          .publish(EventDraft.of("github.push", Map.of("repository", Map.of("full_name", "a/b"))))
          .get();
    }
  }

  /** The same settings, but for the folder, the port and the names that another test may use. */
  private Path onThisMachine(PipelineFile file, String topic) throws IOException {
    String text = file.text();
    assertThat(text)
        .contains(
            "/var/lib/sluice", "host: 0.0.0.0, port: 9400", "pipeline: shop", "[shop.events]");
    return Files.writeString(
        folder.resolve("pipeline.yaml"),
        text.replace("/var/lib/sluice", folder.toString())
            .replace("host: 0.0.0.0, port: 9400", "host: 127.0.0.1, port: 0")
            .replace("pipeline: shop", "pipeline: from-" + file.path().getName(0))
            .replace("[shop.events]", "[" + topic + "]"));
  }

  private static Map<String, String> env(LocalCluster cluster) {
    return Map.of(
        "SLUICE_BOOTSTRAP_SERVERS",
        cluster.bootstrapServers(),
        "SLUICE_SCHEMA_REGISTRY_URL",
        cluster.schemaRegistryUrl(),
        "POD_NAME",
        "processor-0");
  }

  private HttpResponse<String> get(Pipeline pipeline, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + pipeline.httpPort() + path);
    return http.send(
        HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
