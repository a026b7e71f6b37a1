package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class SluiceTest {

  @TempDir Path folder;

  @Test
  void noCommand_isWrongUsage() {
    CommandRun run = CommandRun.of();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Missing required subcommand").contains("sluice demo");
  }

  @Test
  void misspeltCommand_isWrongUsage_withTheNearestName() {
    CommandRun run = CommandRun.of("proces");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("proces").contains("Did you mean").contains("process");
  }

  @Test
  void unknownOption_isWrongUsage() {
    CommandRun run = CommandRun.of("demo", "--evnts", "5");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--evnts");
  }

  @Test
  void demo_ofTooFewEvents_isWrongUsage() {
    assertThat(CommandRun.of("demo", "--events", "0").exitCode()).isEqualTo(2);
    assertThat(CommandRun.of("demo", "--events", "0").err()).contains("--events must be 1 to");
    assertThat(CommandRun.of("demo", "--events", "many").err()).contains("many");
    assertThat(CommandRun.of("demo", "--timeout", "soon").err()).contains("90s or 5m");
  }

  @Test
  void process_withoutConfig_isWrongUsage() {
    CommandRun run = CommandRun.of("process");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--config");
  }

  @Test
  void process_withMissingFile_namesIt() {
    Path missing = folder.resolve("nowhere.yaml");

    CommandRun run = CommandRun.of("process", "--config", missing.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("nowhere.yaml").doesNotContain("\tat ");
  }

  @Test
  void process_withWrongKey_namesLineAndNearestKey() throws IOException {
    Path config = folder.resolve("pipeline.yaml");
    Files.writeString(config, "pipeline: shop\nsorces: [shop.events]\n");

    CommandRun run = CommandRun.of("process", "--config", config.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("pipeline.yaml:2")
        .contains("sorces")
        .contains("sources")
        .doesNotContain("\tat ");
  }

  @Test
  void verbose_showsTheStackTrace() {
    CommandRun run = CommandRun.of("process", "--config", "/nowhere.yaml", "--verbose");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("\tat io.sluice");
  }

  @Test
  void up_withAPortInUse_namesThePortAndTheOption() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());

      for (String option :
          List.of("--kafka-port", "--registry-port", "--http-port", "--smtp-port")) {
        List<String> args = new ArrayList<>(List.of("up", "--data-dir", folder.toString()));
        Map<String, String> ports =
            Map.of(
                "--kafka-port",
                "0",
                "--registry-port",
                "0",
                "--http-port",
                "0",
                "--smtp-port",
                "0");
        ports.forEach(
            (name, free) -> args.addAll(List.of(name, name.equals(option) ? port : free)));
        CommandRun run = CommandRun.of(args.toArray(String[]::new));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Port " + port).contains(option).doesNotContain("\tat ");
      }
    }
  }

  @Test
  void version_tellsWhatItRunsOn() throws IOException {
    CommandRun run = CommandRun.of("version", "--json");

    JsonNode versions = new ObjectMapper().readTree(run.out());
    assertThat(run.exitCode()).isZero();
    assertThat(versions.get("kafka").asText()).startsWith("4.");
    assertThat(versions.get("java").asText()).isEqualTo(System.getProperty("java.version"));
    assertThat(CommandRun.of("version").out()).contains("kafka 4.");
  }

  @TestFactory
  Stream<DynamicTest> everyCommand_hasHelpWithExamples() {
    return commands(Sluice.commandLine()).stream()
        .map(
            command ->
                DynamicTest.dynamicTest(
                    command,
                    () -> {
                      List<String> args = new ArrayList<>(List.of(command.split(" ")));
                      args.remove(0);
                      args.add("--help");
                      CommandRun run = CommandRun.of(args.toArray(String[]::new));
                      assertThat(run.exitCode()).isZero();
                      assertThat(run.out()).contains("Usage: " + command).contains("Examples:");
                    }));
  }

  private static List<String> commands(CommandLine command) {
    List<String> names = new ArrayList<>();
    names.add(command.getCommandSpec().qualifiedName());
    command.getSubcommands().values().stream()
        .distinct()
        .forEach(sub -> names.addAll(commands(sub)));
    return names;
  }
}
