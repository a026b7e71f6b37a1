package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RoutesCommandTest {
  private static final String ROUTES =
      """
      sources: [shop.inbound]
      entry: shop
      exchanges:
        shop: {type: topic, alternate: unrouted}
        audit: {type: fanout}
        unrouted: {type: direct}
        island: {type: fanout}
      bindings:
        - {exchange: shop, key: "order.*.paid", topic: shop.payments}
        - {exchange: shop, key: "order.#", to_exchange: audit}
        - {exchange: shop, key: "#.paid", topic: shop.payments}
        - {exchange: audit, topic: shop.audit.events}
        - {exchange: audit, to_exchange: shop}
        - {exchange: unrouted, key: user.new, topic: shop.users}
      """;

  @TempDir Path folder;
  private String config = "";

  @BeforeEach
  void writeRoutes() throws IOException {
    config = Files.writeString(folder.resolve("routing.yaml"), ROUTES).toString();
  }

  @Test
  void test_showsWhereATypeGoesAndWhy() {
    CommandRun run = CommandRun.of("routes", "test", "order.eu.paid", "--config", config);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualToNormalizingNewlines(
            """
            order.eu.paid
            exchange shop (topic)
              "order.*.paid" → topic shop.payments
              "order.#" → exchange audit (fanout)
                → topic shop.audit.events
                → exchange shop: passed already
              "#.paid" → topic shop.payments (again; it gets the event once)
            goes to: shop.payments, shop.audit.events
            """);
  }

  @Test
  void test_showsTheAlternateTaken() {
    CommandRun run = CommandRun.of("routes", "test", "user.new", "--config", config);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualToNormalizingNewlines(
            """
            user.new
            exchange shop (topic): no binding matches → alternate unrouted
              exchange unrouted (direct)
                "user.new" → topic shop.users
            goes to: shop.users
            """);
  }

  @Test
  void test_ofAnUnroutableType_fails() {
    CommandRun run = CommandRun.of("routes", "test", "user.gone", "--config", config);

    assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILED);
    assertThat(run.out())
        .contains("exchange unrouted (direct): no binding matches, and it has no alternate")
        .contains("unroutable: no binding leads it to a topic; its events are dead letters");
  }

  @Test
  void test_asJson_namesEachExchangePassed() {
    CommandRun run = CommandRun.of("routes", "test", "user.new", "--config", config, "--json");

    assertThat(run.out().replaceAll("\\s+", ""))
        .startsWith("{\"type\":\"user.new\",\"unroutable\":false,\"topics\":[\"shop.users\"]")
        .contains(
            "{\"exchange\":\"shop\",\"type\":\"topic\",\"alternate\":\"unrouted\",\"matched\":[],"
                + "\"took_alternate\":true}")
        .contains("\"key\":\"user.new\",\"topic\":\"shop.users\"");
  }

  @Test
  void list_showsExchangesAndBindings() {
    CommandRun run = CommandRun.of("routes", "list", "--config", config);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("shop\\* +topic +unrouted")
        .containsPattern("shop +order\\.# +exchange audit")
        .containsPattern("audit +- +topic shop\\.audit");
    assertThat(CommandRun.of("routes", "list", "--config", config, "--json").out())
        .contains("\"entry\" : \"shop\"");
  }

  @Test
  void check_tellsOfWhatNothingLeadsTo() {
    CommandRun run = CommandRun.of("routes", "check", "--config", config);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualToNormalizingNewlines(
            """
            note: nothing leads to exchange island
            fine: 4 exchanges, 6 bindings, 3 destinations
            """);
  }

  private static final String ALONE =
      """
      router: shop-router
      kafka: {bootstrap.servers: "127.0.0.1:9092"}
      schema_registry: {schema.registry.url: "http://127.0.0.1:8081"}
      """;

  @Test
  void check_ofARouterThatRunsAlone_refusesWhatTheRouterRefuses() throws IOException {
    Files.writeString(Path.of(config), ALONE + ROUTES);
    assertThat(CommandRun.of("routes", "check", "--config", config).exitCode()).isZero();

    assertThat(refusal(ALONE + "threads: many\n" + ROUTES)).contains("threads: expected a whole");
    assertThat(refusal(ALONE + ROUTES.replace("topic: shop.users", "topic: shop-router.dlq")))
        .contains("shop-router.dlq is a topic that Sluice writes itself");
    assertThat(refusal("router: shop-router\n" + ROUTES))
        .contains("kafka.bootstrap.servers: is missing");
  }

  /** The same words as those of the router itself. */
  private String refusal(String routes) throws IOException {
    Files.writeString(Path.of(config), routes);
    CommandRun run = CommandRun.of("routes", "check", "--config", config);
    assertThat(run.exitCode()).isEqualTo(ExitCodes.WRONG_USAGE);
    assertThat(run.err()).isEqualTo(CommandRun.of("route", "--config", config).err());
    return run.err();
  }

  @Test
  void mistakes_areWrongUsage() throws IOException {
    Files.writeString(Path.of(config), ROUTES.replace("to_exchange: audit", "to_exchange: audti"));

    CommandRun run = CommandRun.of("routes", "check", "--config", config);

    assertThat(run.exitCode()).isEqualTo(ExitCodes.WRONG_USAGE);
    assertThat(run.err())
        .contains(
            "routing.yaml:10:51: bindings[1].to_exchange: no exchange \"audti\"; did you mean"
                + " audit?");
  }

  @Test
  void missingFile_isWrongUsage() {
    CommandRun run = CommandRun.of("routes", "list", "--config", folder + "/absent.yaml");

    assertThat(run.exitCode()).isEqualTo(ExitCodes.WRONG_USAGE);
    assertThat(run.err()).contains("absent.yaml: no such file");
  }

  @Test
  void route_needsMoreThanRoutes() {
    CommandRun run = CommandRun.of("route", "--config", config);

    assertThat(run.exitCode()).isEqualTo(ExitCodes.WRONG_USAGE);
    assertThat(run.err())
        .contains("router: is missing")
        .contains("kafka.bootstrap.servers: is missing");
  }
}
