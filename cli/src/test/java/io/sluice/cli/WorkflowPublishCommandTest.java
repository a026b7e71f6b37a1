package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.InMemorySchemaRegistry;
import io.sluice.schema.avro.examples.WelcomeEmail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Usage, and dry runs against a registry in memory; what needs brokers is in WorkflowCommandIT. */
class WorkflowPublishCommandTest {
  private final String scope = "workflow-" + UUID.randomUUID();
  private final InMemorySchemaRegistry registry = InMemorySchemaRegistry.scope(scope);
  @TempDir private Path folder;
  private CommandRun run = new CommandRun(0, "", "");

  @BeforeEach
  void typeWithSchema() {
    registry.register("user.welcome_email", WelcomeEmail.getClassSchema());
  }

  @AfterEach
  void dropRegistry() {
    InMemorySchemaRegistry.dropScope(scope);
  }

  @Test
  void dryRun_showsTheTreeAndSendsAndRegistersNothing() throws IOException {
    int exitCode =
        dryRun(
            "workflow",
            """
            pipeline: shop
            id: w-1
            workflow:
              chain:
                - {type: image.fetch}
                - chord:
                    group: [{type: image.thumbnail}, {type: image.sign}]
                    policy: 1 of 2
                    deadline: 10m
                    callback: {type: image.done, immutable: true}
            on_failure: {type: ops.alert}
            """);

    assertThat(run.err()).isEmpty();
    assertThat(exitCode).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "    0  chain",
            "    1    image.fetch",
            "    2    chain",
            "    3      group, 1 of 2, deadline 10m",
            "    5        image.thumbnail",
            "    6        image.sign",
            "    4      image.done (immutable)",
            "    7  on failure: ops.alert",
            "valid: workflow w-1, 5 steps, for pipeline shop; nothing was sent");
    assertThat(registry.subjects()).containsExactly("user.welcome_email");
  }

  @Test
  void largeGroup_isShownInPart() throws IOException {
    String members = "{type: a},".repeat(500);

    assertThat(dryRun("workflow", "pipeline: p\nworkflow: {group: [" + members + "]}")).isZero();

    assertThat(run.out()).contains("… and 480 more").contains("500 steps");
    assertThat(run.out().lines()).hasSize(23);
  }

  @Test
  void payloadThatDoesNotFit_isToldWithItsStep() throws IOException {
    String workflow =
        "workflow: {chain: [{type: a}, {type: user.welcome_email, data: {user_id: 5}}]}";

    assertThat(dryRun("workflow", "pipeline: shop\n" + workflow)).isEqualTo(1);

    assertThat(run.err())
        .contains("workflow.yaml: chain[1] (user.welcome_email): $.user_id: expected string")
        .doesNotContain("\tat ");
  }

  @Test
  void publishOfAYamlFile_isAWorkflow() throws IOException {
    Path file = Files.writeString(folder.resolve("x.yml"), "pipeline: p\nworkflow: {type: a}");

    assertThat(execute("publish", "--file", file.toString(), "--dry-run", "--json")).isZero();

    assertThat(run.out()).contains("\"steps\" : 1").contains("\"topic\" : \"p.workflow\"");
  }

  @Test
  void publishOfAYamlFile_thatNamesNoPipeline_advisesWhatIsThere() throws IOException {
    Path file = Files.writeString(folder.resolve("x.yml"), "workflow: {type: a}");

    assertThat(execute("publish", "--file", file.toString(), "--dry-run")).isEqualTo(2);

    assertThat(run.err())
        .contains(
            "write pipeline: shop, or name it with `sluice workflow publish --pipeline NAME`");
  }

  @Test
  void publishOfAYamlFile_refusesWhatIsForEvents() throws IOException {
    Path file = Files.writeString(folder.resolve("x.yml"), "pipeline: p\nworkflow: {type: a}");

    assertThat(execute("publish", "--file", file.toString(), "--dry-run", "--strict")).isEqualTo(2);
    assertThat(run.err())
        .contains(
            "--strict: "
                + file
                + " is a workflow, which is published all of it or nothing; leave --strict out");

    assertThat(execute("publish", "--file", file.toString(), "--dry-run", "--topic", "p.events"))
        .isEqualTo(2);
    assertThat(run.err())
        .contains(
            "--topic: "
                + file
                + " is a workflow, which goes to the pipeline that it names; leave --topic out");
  }

  @Test
  void mistakesInTheFile_areToldWithTheirPlaces() throws IOException {
    assertThat(dryRun("workflow", "pipeline: p\nworkflow:\n  chain: [{typ: a}]\n")).isEqualTo(2);

    assertThat(run.err()).contains("workflow.yaml:3:11: expected a step").doesNotContain("\tat ");
  }

  @Test
  void pipeline_isNamedInTheFileOrByAnOption() throws IOException {
    assertThat(dryRun("workflow", "workflow: {type: a}")).isEqualTo(2);
    assertThat(run.err()).contains("names no pipeline").contains("or name it with --pipeline");

    assertThat(dryRun("workflow", "pipeline: shop\nworkflow: {type: a}", "--pipeline", "billing"))
        .isZero();
    assertThat(run.out()).contains("for pipeline billing");
  }

  @Test
  void missingFile_isNamed() {
    assertThat(execute("workflow", "publish", "--file", "/no/such.yaml")).isEqualTo(2);

    assertThat(run.err()).contains("/no/such.yaml: there is no such file");
  }

  private int dryRun(String command, String text, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("workflow.yaml"), text);
    List<String> args = new ArrayList<>(List.of(command, "publish", "--dry-run"));
    args.addAll(List.of("--file", file.toString()));
    args.addAll(List.of(more));
    return execute(args.toArray(new String[0]));
  }

  private int execute(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--schema-registry", "mock://" + scope));
    run = CommandRun.of(all.toArray(new String[0]));
    return run.exitCode();
  }
}
