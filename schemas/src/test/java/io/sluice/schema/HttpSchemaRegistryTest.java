package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSchemaRegistryTest {

  private static final Schema USER =
      SchemaBuilder.record("User").fields().requiredString("id").endRecord();
  private static final Schema USER_WITH_NAME =
      SchemaBuilder.record("User").fields().requiredString("id").optionalString("name").endRecord();
  private static final Schema USER_WITH_REQUIRED_AGE =
      SchemaBuilder.record("User").fields().requiredString("id").requiredInt("age").endRecord();

  private final SettableClock clock = new SettableClock();
  private final List<Duration> pauses = new ArrayList<>();
  private FakeRegistryServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeRegistryServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_schema_is_registered_once_and_found_by_id() {
    HttpSchemaRegistry registry = registry(Map.of());

    int id = registry.register("user.created", USER);

    assertThat(registry.register("user.created", USER)).isEqualTo(id);
    assertThat(server.requests).containsExactly("POST /subjects/user.created/versions");
    assertThat(registry(Map.of()).byId(id)).isEqualTo(USER);
  }

  @Test
  void a_schema_is_fetched_by_id_once() {
    int id = server.registry.register("user.created", USER);
    HttpSchemaRegistry registry = registry(Map.of());

    registry.byId(id);
    clock.advance(Duration.ofDays(1_000));
    registry.byId(id);

    assertThat(server.requests).hasSize(1);
  }

  @Test
  void the_version_of_an_id_is_told_for_each_subject_and_asked_for_once() {
    int user = server.registry.register("user.created", USER);
    int named = server.registry.register("user.created", USER_WITH_NAME);
    server.registry.register("user.renamed", USER_WITH_NAME);
    HttpSchemaRegistry registry = registry(Map.of());

    assertThat(registry.versionOf("user.created", user)).hasValue(1);
    assertThat(registry.versionOf("user.created", named)).hasValue(2);
    assertThat(registry.versionOf("user.renamed", named)).hasValue(1);
    int asked = server.requests.size();
    clock.advance(Duration.ofDays(1_000));
    assertThat(registry.versionOf("user.created", named)).hasValue(2);
    assertThat(server.requests).hasSize(asked);
  }

  @Test
  void an_id_of_another_subject_has_no_version_and_is_not_asked_for_again_at_once() {
    int id = server.registry.register("user.created", USER);
    HttpSchemaRegistry registry = registry(Map.of());

    assertThat(registry.versionOf("user.deleted", id)).isEmpty();
    server.registry.register("user.deleted", USER);
    assertThat(registry.versionOf("user.deleted", id)).isEmpty();
    assertThat(server.requests).hasSize(1);

    clock.advance(Duration.ofSeconds(11));
    assertThat(registry.versionOf("user.deleted", id)).hasValue(1);
  }

  @Test
  void a_registry_that_cannot_tell_versions_by_id_is_searched() {
    server.registry.register("user.created", USER);
    int id = server.registry.register("user.created", USER_WITH_NAME);
    HttpSchemaRegistry registry = registry(Map.of());
    server.next(404, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}");

    assertThat(registry.versionOf("user.created", id)).hasValue(2);

    server.next(404, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}");
    assertThat(registry.versionOf("user.deleted", id)).isEmpty();
  }

  @Test
  void a_version_is_fetched_once_and_one_that_is_missing_looked_for_again_later() {
    int id = server.registry.register("user.created", USER);
    HttpSchemaRegistry registry = registry(Map.of());

    assertThat(registry.version("user.created", 1))
        .contains(new RegisteredSchema(id, 1, "user.created", USER));
    assertThat(registry.version("user.created", 1)).isPresent();
    assertThat(registry.version("user.created", 2)).isEmpty();
    assertThat(registry.version("user.created", 2)).isEmpty();
    assertThat(server.requests).hasSize(2);
    assertThat(registry.versionOf("user.created", id)).hasValue(1);
    assertThat(server.requests).hasSize(2);

    server.registry.register("user.created", USER_WITH_NAME);
    clock.advance(Duration.ofSeconds(11));
    assertThat(registry.version("user.created", 2).orElseThrow().schema())
        .isEqualTo(USER_WITH_NAME);
  }

  @Test
  void an_unknown_id_is_a_fault_of_its_own_and_not_asked_for_again_at_once() {
    HttpSchemaRegistry registry = registry(Map.of());

    assertThatThrownBy(() -> registry.byId(77))
        .isInstanceOfSatisfying(
            UnknownSchemaException.class,
            fault -> {
              assertThat(fault.schemaId()).isEqualTo(77);
              assertThat(fault.isPassing()).isFalse();
            })
        .hasMessageContaining("77")
        .hasMessageContaining(server.url());
    assertThatThrownBy(() -> registry.byId(77)).isInstanceOf(UnknownSchemaException.class);
    assertThat(server.requests).hasSize(1);
    assertThat(pauses).isEmpty();

    for (int i = 0; i < 77; i++) {
      server.registry.register("s" + i, SchemaBuilder.record("R" + i).fields().endRecord());
    }
    clock.advance(Duration.ofSeconds(11));
    assertThat(registry.byId(77).getName()).isEqualTo("R76");
  }

  @Test
  void a_refused_schema_tells_subject_reason_and_field() {
    server.registry.register("user.created", USER);

    assertThatThrownBy(() -> registry(Map.of()).register("user.created", USER_WITH_REQUIRED_AGE))
        .isInstanceOfSatisfying(
            IncompatibleSchemaException.class,
            refusal -> {
              assertThat(refusal.subject()).isEqualTo("user.created");
              assertThat(refusal.field()).isEqualTo("age");
              assertThat(refusal.reason()).contains("READER_FIELD_MISSING_DEFAULT_VALUE");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Schema being registered is incompatible with an earlier schema for subject, details:"
            + " [{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field 'age' at"
            + " path '/fields/1' in the new schema has no default value and is missing in the old"
            + " schema', additionalInfo:'age'}]",
        "io.apicurio.registry.rules.RuleViolationException: Incompatible artifact: user.created [AVRO], num of incompatible diffs: {1}, list of diff"
            + " types: [age at /fields/1]"
      })
  void the_field_is_found_in_every_registrys_words(String message) {
    server.next(409, "{\"error_code\":409,\"message\":\"" + message.replace("\"", "\\\"") + "\"}");

    IncompatibleSchemaException refusal =
        catchThrowableOfType(
            IncompatibleSchemaException.class,
            () -> registry(Map.of()).register("user.created", USER_WITH_REQUIRED_AGE));

    assertThat(refusal.field()).isEqualTo("age");
    assertThat(message).endsWith(refusal.reason());
    assertThat(refusal.reason()).doesNotContain("Exception");
  }

  @Test
  void an_invalid_schema_is_refused_too() {
    server.next(422, "{\"error_code\":42201,\"message\":\"Input schema is invalid\"}");

    assertThatThrownBy(() -> registry(Map.of()).register("a", USER))
        .isInstanceOf(IncompatibleSchemaException.class)
        .hasMessageContaining("Input schema is invalid");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 429})
  void a_server_in_trouble_is_asked_again_with_growing_pauses(int status) {
    server.always(status, "");

    assertThatThrownBy(() -> registry(Map.of()).byId(1))
        .isInstanceOfSatisfying(
            RegistryUnavailableException.class,
            away -> {
              assertThat(away.isPassing()).isTrue();
              assertThat(away.address()).isEqualTo(server.url());
              assertThat(away.tried()).isEqualTo(Duration.ofMillis(700));
            })
        .hasMessageContaining("HTTP " + status);
    assertThat(pauses)
        .containsExactly(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400));
    assertThat(server.requests).hasSize(4);
  }

  @Test
  void a_server_that_recovers_in_between_has_answered() {
    int id = server.registry.register("a", USER);
    server.next(503, "");
    server.next(500, "<html>");

    assertThat(registry(Map.of()).byId(id)).isEqualTo(USER);
  }

  @Test
  void nobody_listening_is_passing() throws IOException {
    String nobody = closedPort();

    assertThatThrownBy(() -> registry(Map.of("schema.registry.url", nobody)).byId(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining(nobody)
        .hasMessageContaining("refuses the connection");
  }

  @Test
  void a_server_that_never_answers_is_passing() {
    server.fallSilent();

    assertThatThrownBy(
            () -> registry(Map.of("http.read.timeout.ms", "50", "max.retries", 0)).byId(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("took too long to answer");
  }

  @Test
  void the_next_address_is_asked_when_one_fails_and_stays_preferred() throws IOException {
    HttpSchemaRegistry registry =
        registry(Map.of("schema.registry.url", closedPort() + ", " + server.url() + "/"));

    int id = registry.register("a", USER);
    registry.latest("a");

    assertThat(id).isPositive();
    assertThat(pauses).isEmpty();
  }

  @Test
  void credentials_are_sent_and_never_shown() {
    int id = server.registry.register("a", USER);
    String withUser = server.url().replace("//", "//alice:secret@");

    registry(Map.of("schema.registry.url", withUser)).byId(id);
    registry(
            Map.of(
                "basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "bob:secret"))
        .byId(id);
    registry(Map.of("bearer.auth.token", "token-1")).byId(id);
    registry(Map.of()).byId(id);

    assertThat(server.authorizations)
        .containsExactly(
            Optional.of("Basic YWxpY2U6c2VjcmV0"),
            Optional.of("Basic Ym9iOnNlY3JldA=="),
            Optional.of("Bearer token-1"),
            Optional.empty());
    server.always(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}");
    assertThatThrownBy(() -> registry(Map.of("schema.registry.url", withUser)).byId(5))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("credentials")
        .hasMessageNotContaining("secret");
  }

  @Test
  void a_wrong_path_does_not_make_ids_unknown() {
    server.always(404, "<html>no such page</html>");

    assertThatThrownBy(() -> registry(Map.of()).byId(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("is the path right?");
  }

  @Test
  void references_are_followed() {
    server.at(
        "/schemas/ids/9",
        """
        {"schema": "{\\"type\\":\\"record\\",\\"name\\":\\"Order\\",\\"fields\\":[{\\"name\\":\\"by\\",\\"type\\":\\"shop.Customer\\"}]}",
         "references": [{"name": "shop.Customer", "subject": "customers", "version": 2}]}""");
    server.at(
        "/subjects/customers/versions/2",
        """
        {"id": 8, "version": 2, "subject": "customers",
         "schema": "{\\"type\\":\\"record\\",\\"name\\":\\"Customer\\",\\"namespace\\":\\"shop\\",\\"fields\\":[{\\"name\\":\\"at\\",\\"type\\":\\"Address\\"}]}",
         "references": [{"name": "shop.Address", "subject": "addresses", "version": 1}]}""");
    server.at(
        "/subjects/addresses/versions/1",
        """
        {"id": 7, "version": 1, "subject": "addresses",
         "schema": "{\\"type\\":\\"record\\",\\"name\\":\\"Address\\",\\"namespace\\":\\"shop\\",\\"fields\\":[]}"}""");

    Schema order = registry(Map.of()).byId(9);

    Schema customer = order.getField("by").schema();
    assertThat(customer.getFullName()).isEqualTo("shop.Customer");
    assertThat(customer.getField("at").schema().getFullName()).isEqualTo("shop.Address");
  }

  @Test
  void a_schema_of_another_kind_cannot_be_read() {
    server.at("/schemas/ids/3", "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax…\"}");

    assertThatThrownBy(() -> registry(Map.of()).byId(3))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining("PROTOBUF");
  }

  @Test
  void latest_is_empty_for_a_subject_without_versions() {
    HttpSchemaRegistry registry = registry(Map.of());
    assertThat(registry.latest("nothing/here #1")).isEmpty();

    int id = server.registry.register("a b", USER);

    assertThat(registry.latest("a b")).contains(new RegisteredSchema(id, 1, "a b", USER));
  }

  @Test
  void idOf_finds_what_is_registered_and_tells_what_is_not() {
    int id = server.registry.register("a", USER);
    HttpSchemaRegistry registry = registry(Map.of());

    assertThat(registry.idOf("a", USER)).isEqualTo(id);
    assertThatThrownBy(() -> registry.idOf("a", USER_WITH_REQUIRED_AGE))
        .isInstanceOf(IncompatibleSchemaException.class)
        .hasMessageContaining("auto.register.schemas");
  }

  private HttpSchemaRegistry registry(Map<String, ?> more) {
    Map<String, Object> config = new HashMap<>(Map.of("schema.registry.url", server.url()));
    config.putAll(more);
    return HttpSchemaRegistry.create(
        config,
        clock,
        time -> {
          pauses.add(time);
          clock.advance(time);
        });
  }

  private static String closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }
  }
}
