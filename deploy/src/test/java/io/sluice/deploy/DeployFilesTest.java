package io.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.schema.Durations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParseResult;

/** Flags, variables, images and ports in the files are those of the program. */
final class DeployFilesTest {
  private static final int PORT = 9400;

  /** Read by the Java machine itself. */
  private static final Set<String> JAVA_VARIABLES = Set.of("JAVA_TOOL_OPTIONS");

  static List<Path> yamlFiles() {
    return DeployFiles.yaml();
  }

  static List<Run> runs() {
    return Run.all();
  }

  static Stream<Run> pipelineRuns() {
    return runs().stream().filter(run -> run.args().get(0).equals("process"));
  }

  @ParameterizedTest
  @MethodSource("yamlFiles")
  void everyYamlFile_parses(Path file) {
    assertThat(DeployFiles.documents(file)).isNotEmpty().allMatch(JsonNode::isObject);
  }

  @Test
  void runs_areFoundInEachPlace() {
    assertThat(runs())
        .extracting(Run::where)
        .containsExactlyInAnyOrder(
            "compose.yaml: topics",
            "compose.yaml: processor",
            "kubernetes: processor",
            "kubernetes: topics");
  }

  @ParameterizedTest
  @MethodSource("runs")
  void everyCommandAndFlag_existsInTheProgram(Run run) {
    ParseResult command = Program.parse(run.args());

    assertThat(command.errors()).isEmpty();
    assertThat(command.unmatched()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void everyVariable_isReadByTheProgram(Run run) {
    Set<String> read = new TreeSet<>(JAVA_VARIABLES);
    read.addAll(Program.variablesOf(Program.parse(run.args())));
    if (run.args().contains("--config")) {
      read.addAll(PipelineFile.of(run).variables());
    }

    assertThat(run.env().keySet()).isSubsetOf(read);
  }

  @ParameterizedTest
  @MethodSource("pipelineRuns")
  void pipelineFile_loadsWithTheVariablesOfItsRun(Run run) {
    PipelineFile file = PipelineFile.of(run);

    PipelineConfig config = PipelineConfig.load(file.path(), run.env());

    assertThat(run.env().keySet()).containsAll(file.requiredVariables());
    assertThat(config.kafka())
        .containsEntry("bootstrap.servers", run.env().get("SLUICE_BOOTSTRAP_SERVERS"));
    assertThat(config.http().port()).isEqualTo(PORT);
    assertThat(config.stateDir().toString()).startsWith("/var/lib/sluice/");
  }

  @ParameterizedTest
  @MethodSource("pipelineRuns")
  void sourceTopic_isTheOneThatIsCreated(Run run) {
    PipelineConfig config = PipelineConfig.load(PipelineFile.of(run).path(), run.env());
    String place = run.where().substring(0, run.where().indexOf(':'));
    Run creation =
        runs().stream().filter(r -> r.where().equals(place + ": topics")).findFirst().orElseThrow();

    assertThat(creation.args()).containsAll(config.sources());
    assertThat(creation.env().get("SLUICE_BOOTSTRAP_SERVERS"))
        .isEqualTo(config.kafka().get("bootstrap.servers"));
  }

  @ParameterizedTest
  @MethodSource("pipelineRuns")
  void patience_isLongerThanTheShutdownGraceOfThePipeline(Run run) {
    PipelineConfig config = PipelineConfig.load(PipelineFile.of(run).path(), run.env());
    Duration patience =
        run.where().startsWith("compose")
            ? Durations.parse(service("processor").path("stop_grace_period").asText())
            : Duration.ofSeconds(podSpec().path("terminationGracePeriodSeconds").asLong());

    assertThat(patience).isGreaterThan(config.shutdownGrace());
  }

  @Test
  void images_areNamedWithATagAndWithoutARegistry() {
    assertThat(images()).isNotEmpty().allMatch(image -> image.contains(":"));
    assertThat(images())
        .allSatisfy(
            image -> {
              String first = image.contains("/") ? image.substring(0, image.indexOf('/')) : "";
              assertThat(first).doesNotContain(".", ":").isNotEqualTo("localhost");
              assertThat(image).doesNotEndWith(":latest");
            });
  }

  @Test
  void ourImage_hasTheNameThatTheBuildGivesIt() {
    String built = System.getProperty("sluice.image.name", "");

    assertThat(built).isNotEmpty();
    assertThat(images()).filteredOn(image -> image.startsWith("sluice:")).containsOnly(built);
  }

  @Test
  void compose_hasThreeProcessorsWithoutAFixedPortOrSharedState() {
    JsonNode processor = service("processor");

    assertThat(processor.path("deploy").path("replicas").asInt()).isEqualTo(3);
    assertThat(processor.has("ports")).isFalse();
    assertThat(DeployFiles.texts(processor.path("volumes"))).contains("/var/lib/sluice");
  }

  @Test
  void compose_mountsFilesThatExist() {
    JsonNode services = DeployFiles.document(DeployFiles.COMPOSE).path("services");
    List<String> mounts =
        services.findValues("volumes").stream()
            .flatMap(volumes -> DeployFiles.texts(volumes).stream())
            .filter(volume -> volume.startsWith("."))
            .map(volume -> volume.substring(0, volume.indexOf(':')))
            .toList();

    assertThat(mounts)
        .isNotEmpty()
        .allMatch(path -> Files.exists(Path.of("compose").resolve(path).normalize()));
  }

  @Test
  void healthChecksAndScrapes_useThePortOfThePipeline() {
    assertThat(service("processor").path("healthcheck").path("test").toString())
        .contains("/dev/tcp/127.0.0.1/" + PORT)
        .contains("GET /health/ready ");
    JsonNode scrape = DeployFiles.document(DeployFiles.PROMETHEUS).at("/scrape_configs/0");
    assertThat(scrape.path("metrics_path").asText()).isEqualTo("/metrics");
    assertThat(scrape.at("/dns_sd_configs/0/port").asInt()).isEqualTo(PORT);
    assertThat(DeployFiles.texts(scrape.at("/dns_sd_configs/0/names")))
        .containsExactly("processor");
  }

  private static List<String> images() {
    JsonNode kustomized = DeployFiles.document(DeployFiles.KUSTOMIZATION).at("/images/0");
    Stream<JsonNode> named =
        DeployFiles.yaml().stream()
            .filter(file -> file.equals(DeployFiles.COMPOSE) || isManifest(file))
            .flatMap(file -> DeployFiles.documents(file).stream())
            .flatMap(document -> document.findValues("image").stream());
    return named
        .map(JsonNode::asText)
        .map(
            image ->
                image.equals(kustomized.path("name").asText())
                    ? image + ":" + kustomized.path("newTag").asText()
                    : image)
        .toList();
  }

  private static boolean isManifest(Path file) {
    return file.startsWith(DeployFiles.KUBERNETES)
        && !DeployFiles.documents(file).get(0).path("kind").isMissingNode();
  }

  private static JsonNode service(String name) {
    return DeployFiles.document(DeployFiles.COMPOSE).path("services").path(name);
  }

  private static JsonNode podSpec() {
    return DeployFiles.object("StatefulSet").path("spec").path("template").path("spec");
  }
}
