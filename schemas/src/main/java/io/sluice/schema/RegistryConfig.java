package io.sluice.schema;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the registry, read from Confluent's keys.
 *
 * @param maxRetries rounds over all addresses after the first one failed
 * @param firstWait before the second round; doubled for each further one, up to maxWait
 * @param tls null: the JVM's default
 */
record RegistryConfig(
    List<Address> addresses,
    Duration connectTimeout,
    Duration requestTimeout,
    int maxRetries,
    Duration firstWait,
    Duration maxWait,
    @Nullable SSLContext tls) {

  static final String URL = "schema.registry.url";
  private static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";
  private static final String USER_INFO = "basic.auth.user.info";
  private static final String BEARER_TOKEN = "bearer.auth.token";

  /**
   * @param base without user, password and trailing slash: fit for messages
   * @param authorization the header's value
   */
  record Address(URI base, @Nullable String authorization) {}

  static RegistryConfig of(Map<String, ?> config) {
    ConfigValues values = new ConfigValues(config);
    return new RegistryConfig(
        addresses(values),
        atLeastOneMs(values, "http.connect.timeout.ms", Duration.ofSeconds(3)),
        atLeastOneMs(values, "http.read.timeout.ms", Duration.ofSeconds(10)),
        values.whole("max.retries", 3),
        values.millis("retries.wait.ms", Duration.ofMillis(100)),
        values.millis("retries.max.wait.ms", Duration.ofSeconds(2)),
        RegistryTls.context(values));
  }

  private static Duration atLeastOneMs(ConfigValues values, String key, Duration otherwise) {
    Duration timeout = values.millis(key, otherwise);
    if (timeout.isZero()) {
      throw new ConfigException(key, 0, "write a time of at least 1 ms");
    }
    return timeout;
  }

  private static List<Address> addresses(ConfigValues values) {
    List<String> urls = values.list(URL);
    if (urls.isEmpty()) {
      throw new ConfigException(
          "Missing configuration "
              + URL
              + ": the address of the schema registry, e.g."
              + " http://127.0.0.1:8081/apis/ccompat/v7, or several joined by commas");
    }
    String authorization = configuredAuthorization(values);
    List<Address> addresses = new ArrayList<>();
    for (String url : urls) {
      addresses.add(address(url, authorization));
    }
    return List.copyOf(addresses);
  }

  private static Address address(String url, @Nullable String authorization) {
    try {
      URI uri = new URI(url);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
        throw new ConfigException(URL, withoutUser(url), "write http://host:port or https://…");
      }
      String path = uri.getPath() == null ? "" : uri.getPath().replaceAll("/+$", "");
      URI base = new URI(scheme, null, uri.getHost(), uri.getPort(), path, null, null);
      String user = uri.getUserInfo();
      return new Address(base, authorization == null && user != null ? basic(user) : authorization);
    } catch (URISyntaxException malformed) {
      throw new ConfigException(URL, withoutUser(url), "not a URL: " + malformed.getReason());
    }
  }

  /** Credentials that hold for every address; null: those in the URL, if any. */
  private static @Nullable String configuredAuthorization(ConfigValues values) {
    String token = values.text(BEARER_TOKEN);
    String tokenSource = values.text("bearer.auth.credentials.source");
    if (tokenSource != null && !tokenSource.equalsIgnoreCase("STATIC_TOKEN")) {
      throw new ConfigException(
          "bearer.auth.credentials.source", tokenSource, "only STATIC_TOKEN is supported");
    }
    if (token != null) {
      return "Bearer " + token;
    }
    if (tokenSource != null) {
      throw new ConfigException(BEARER_TOKEN, null, "STATIC_TOKEN needs the token");
    }
    String source = values.text(CREDENTIALS_SOURCE);
    String user = values.text(USER_INFO);
    if (source == null || source.equalsIgnoreCase("URL")) {
      return null;
    }
    if (!source.equalsIgnoreCase("USER_INFO")) {
      throw new ConfigException(CREDENTIALS_SOURCE, source, "write URL or USER_INFO");
    }
    if (user == null || user.indexOf(':') < 0) {
      throw new ConfigException(USER_INFO, null, "USER_INFO needs <user>:<password> there");
    }
    return basic(user);
  }

  private static String basic(String userInfo) {
    return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
  }

  private static String withoutUser(String url) {
    return url.replaceFirst("//[^/@]*@", "//…@");
  }
}
