package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.InMemorySchemaRegistry;
import io.sluice.schema.avro.examples.WelcomeEmail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Usage, and dry runs against a registry in memory; what needs brokers is in PublishCommandIT. */
class PublishCommandTest {
  private final String scope = "publish-" + UUID.randomUUID();
  private final InMemorySchemaRegistry registry = InMemorySchemaRegistry.scope(scope);
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
  void dryRun_checksAndRegistersNothing() {
    int exitCode = dryRun("--type", "user.welcome_email", "--id", "e1", "--data", data("\"u\""));

    assertThat(run.err()).isEmpty();
    assertThat(exitCode).isZero();
    assertThat(run.out()).contains("e1").contains("nothing was sent");
    assertThat(registry.subjects()).containsExactly("user.welcome_email");
  }

  @Test
  void dryRunOfTypeWithoutSchema_isFineAndRegistersNothing() {
    int exitCode = dryRun("--type", "brand.new", "--data", "[1, 2]", "--json");

    assertThat(exitCode).isZero();
    assertThat(run.out()).contains("\"dry_run\" : true");
    assertThat(registry.subjects()).containsExactly("user.welcome_email");
  }

  @Test
  void wrongShape_isRefusedNamingTheField() {
    int exitCode = dryRun("--type", "user.welcome_email", "--data", data("5"));

    assertThat(exitCode).isEqualTo(1);
    assertThat(run.err()).contains("$.user_id").contains("expected string").doesNotContain("\tat ");
  }

  @Test
  void fileWithBadLines_tellsEachAndGoesOn(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("events.jsonl");
    Files.writeString(
        file,
        """
        {"id":"1","type":"user.welcome_email","data":{"user_id":"u","email":"e"}}
        {"id":"2","type":"user.welcome_email","data":{"user_id":"u","email":null}}
        not json
        {"id":"3","type":"github.push","key":null,"data":{"ref":"main"}}
        """);

    int exitCode = dryRun("--file", file.toString(), "--json");

    assertThat(exitCode).isEqualTo(1);
    assertThat(run.err())
        .contains(file + ":2: $.data.email: expected string, found null")
        .contains(file + ":3: $: not JSON")
        .contains("valid 2, refused 2, failed 0");
    assertThat(run.out().lines().toList()).hasSize(2).allMatch(line -> line.startsWith("{\"id\":"));
  }

  @Test
  void strictFile_stopsAndSaysSo(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("events.jsonl");
    Files.writeString(file, "not json\n" + "{\"type\":\"a\",\"data\":1}\n".repeat(3_000));

    assertThat(dryRun("--file", file.toString(), "--strict")).isEqualTo(1);

    assertThat(run.err()).contains("later lines were not read");
  }

  @Test
  void payloadFromFile_isRead(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("data.json");
    Files.writeString(file, data("\"u\""));

    assertThat(dryRun("--type", "user.welcome_email", "--data", "@" + file)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--type|a||Missing",
        "--data|1||Missing",
        "--type|a b|--data=1|--type",
        "--type|a|--data={|--data",
        "--type|a|--data=@/no/such/file|there is no such file",
        "--type|a|--data=1 --delay=soon|--delay",
        "--type|a|--data=1 --at=noon|--at",
        "--type|a|--data=1 --delay=1s --at=2026-11-24T18:00:00Z|exclude each other",
        "--type|a|--data=1 --expires=soon|--expires",
        "--type|a|--data=1 --id=|--id",
        "--file|/no/such/file||there is no such file",
        "--file|x|--type=a --data=1|mutually exclusive",
      })
  void wrongUsage_namesTheOptionAndExitsWith2(
      String option, String value, String more, String expected) {
    String[] rest = more == null ? new String[0] : more.split(" ");
    String[] args = new String[2 + rest.length];
    args[0] = option;
    args[1] = value;
    System.arraycopy(rest, 0, args, 2, rest.length);

    assertThat(dryRun(args)).isEqualTo(2);

    assertThat(run.err()).contains(expected);
  }

  @Test
  void registryThatIsDown_isNamed() {
    registry.setAvailable(false);

    assertThat(dryRun("--type", "a.b", "--data", "1")).isEqualTo(1);

    assertThat(run.err()).contains("schema registry");
  }

  private int dryRun(String... args) {
    String[] all = new String[args.length + 4];
    all[0] = "publish";
    all[1] = "--dry-run";
    all[2] = "--schema-registry";
    all[3] = "mock://" + scope;
    System.arraycopy(args, 0, all, 4, args.length);
    run = CommandRun.of(all);
    return run.exitCode();
  }

  private static String data(String userId) {
    return "{\"user_id\":" + userId + ",\"email\":\"alice@example.com\"}";
  }
}
