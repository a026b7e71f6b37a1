package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryConfigTest {

  @TempDir private Path folder;

  @Test
  void addresses_come_as_text_or_list() {
    assertThat(RegistryConfig.of(Map.of("schema.registry.url", "http://a:1, https://b/x/")))
        .extracting(RegistryConfig::addresses)
        .asString()
        .contains("http://a:1", "https://b/x");
    assertThat(RegistryConfig.of(Map.of("schema.registry.url", List.of("http://a", "http://b"))))
        .satisfies(config -> assertThat(config.addresses()).hasSize(2));
  }

  @Test
  void unknown_keys_pass() {
    RegistryConfig.of(Map.of("schema.registry.url", "http://a", "bootstrap.servers", "x"));
  }

  @Test
  void passwords_may_be_wrapped() {
    RegistryConfig config =
        RegistryConfig.of(
            Map.of(
                "schema.registry.url",
                "http://a",
                "schema.registry.basic.auth.user.info",
                new Password("u:p"),
                "basic.auth.credentials.source",
                "USER_INFO"));

    assertThat(config.addresses().get(0).authorization()).startsWith("Basic ");
  }

  @ParameterizedTest
  @CsvSource({
    "schema.registry.url, ''",
    "schema.registry.url, localhost:8081",
    "schema.registry.url, 'http://a b'",
    "max.retries, many",
    "max.retries, -1",
    "http.read.timeout.ms, 0",
    "basic.auth.credentials.source, SASL_INHERIT",
    "basic.auth.credentials.source, USER_INFO",
    "bearer.auth.credentials.source, OAUTHBEARER",
    "bearer.auth.credentials.source, STATIC_TOKEN",
    "schema.registry.ssl.truststore.location, /no/such/file.jks"
  })
  void a_bad_value_is_named_by_its_key(String key, String value) {
    Map<String, Object> config = new HashMap<>(Map.of("schema.registry.url", "http://a:1"));
    config.put(key, value);

    assertThatThrownBy(() -> RegistryConfig.of(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key.replaceFirst("credentials.source", ""));
  }

  @Test
  void trust_and_key_stores_are_loaded() throws Exception {
    Path file = folder.resolve("store.p12");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, "secret".toCharArray());
    }
    Map<String, Object> config =
        Map.of(
            "schema.registry.url", "https://a",
            "schema.registry.ssl.truststore.location", file.toString(),
            "schema.registry.ssl.truststore.password", "secret",
            "schema.registry.ssl.truststore.type", "PKCS12",
            "schema.registry.ssl.keystore.location", file.toString(),
            "schema.registry.ssl.keystore.password", "secret",
            "schema.registry.ssl.keystore.type", "PKCS12");

    assertThat(RegistryConfig.of(config).tls()).isNotNull();
    assertThat(RegistryConfig.of(Map.of("schema.registry.url", "https://a")).tls()).isNull();
  }
}
