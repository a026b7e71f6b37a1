package io.sluice.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the registry over HTTP: the first address that answers, the one that answered last first,
 * and a few rounds over all of them before it gives up.
 */
final class RegistryClient {

  /** Waits between two rounds; handed in so that tests need not. */
  @FunctionalInterface
  interface Pause {
    void pause(Duration time) throws InterruptedException;
  }

  /** An answer that says something about the question: 2xx or 4xx. */
  record Answer(int status, JsonNode body) {
    boolean isOk() {
      return status / 100 == 2;
    }

    /** 0 when the body is not a registry's error. */
    int errorCode() {
      return body.path("error_code").asInt(0);
    }

    String message() {
      return body.path("message").asText("HTTP status " + status);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(RegistryClient.class);
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RegistryConfig config;
  private final InstantSource clock;
  private final Pause pause;
  private final HttpClient http;
  private volatile int preferred;

  RegistryClient(RegistryConfig config, InstantSource clock, Pause pause) {
    this.config = config;
    this.clock = clock;
    this.pause = pause;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(config.connectTimeout());
    if (config.tls() != null) {
      builder.sslContext(config.tls());
    }
    this.http = builder.build();
  }

  /** All addresses, for messages. */
  String address() {
    return config.addresses().stream()
        .map(address -> address.base().toString())
        .collect(Collectors.joining(","));
  }

  Answer get(String path) {
    return ask(path, null);
  }

  Answer post(String path, JsonNode body) {
    return ask(path, body.toString());
  }

  private Answer ask(String path, @Nullable String body) {
    Instant begin = clock.instant();
    Duration wait = config.firstWait();
    Attempt last = null;
    for (int round = 0; round <= config.maxRetries(); round++) {
      if (round > 0) {
        LOG.debug("schema registry: waiting {} before round {}", wait, round + 1);
        rest(wait, begin);
        wait = min(wait.multipliedBy(2), config.maxWait());
      }
      last = round(path, body, begin);
      if (last.answer() != null) {
        return last.answer();
      }
      if (!last.worthRetrying()) {
        break;
      }
    }
    throw unavailable(begin, last == null ? "not asked" : last.reason(), last);
  }

  /** One try of each address, from the one that answered last. */
  private Attempt round(String path, @Nullable String body, Instant begin) {
    List<RegistryConfig.Address> addresses = config.addresses();
    int first = preferred;
    Attempt last = new Attempt(null, "not asked", null, true);
    for (int i = 0; i < addresses.size(); i++) {
      int index = (first + i) % addresses.size();
      last = attempt(addresses.get(index), path, body, begin);
      if (last.answer() != null) {
        preferred = index;
        return last;
      }
    }
    return last;
  }

  private Attempt attempt(
      RegistryConfig.Address address, String path, @Nullable String body, Instant begin) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address.base() + path))
            .timeout(config.requestTimeout())
            .header("Accept", MEDIA_TYPE + ", application/json");
    if (address.authorization() != null) {
      request.header("Authorization", address.authorization());
    }
    if (body != null) {
      request.header("Content-Type", MEDIA_TYPE).POST(BodyPublishers.ofString(body));
    }
    try {
      return judge(address, http.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException failed) {
      return new Attempt(null, address.base() + " " + describe(failed), failed, true);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw unavailable(begin, "interrupted", null);
    }
  }

  private static Attempt judge(RegistryConfig.Address address, HttpResponse<String> response) {
    int status = response.statusCode();
    String at = address.base() + " answered HTTP " + status;
    if (status >= 500 || status == 429 || status == 408) {
      return new Attempt(null, at, null, true);
    }
    if (status == 401 || status == 403) {
      return new Attempt(
          null, at + ": the credentials (basic.auth.*, bearer.auth.*) are refused", null, false);
    }
    JsonNode body = json(response.body());
    boolean aRegistrys = body.isObject() && (status / 100 == 2 || body.has("error_code"));
    if (aRegistrys || (status / 100 == 2 && body.isArray())) {
      return new Attempt(new Answer(status, body), "", null, true);
    }
    return new Attempt(
        null, at + " and not as a schema registry does; is the path right?", null, false);
  }

  private static JsonNode json(String body) {
    try {
      JsonNode node = JSON.readTree(body);
      return node == null ? MissingNode.getInstance() : node;
    } catch (JsonProcessingException notJson) {
      return MissingNode.getInstance();
    }
  }

  private static String describe(IOException failed) {
    if (failed instanceof HttpConnectTimeoutException) {
      return "took too long to connect";
    }
    if (failed instanceof HttpTimeoutException) {
      return "took too long to answer";
    }
    if (failed instanceof ConnectException) {
      return "refuses the connection or cannot be resolved";
    }
    return "broke off: " + failed;
  }

  private void rest(Duration time, Instant begin) {
    try {
      pause.pause(time);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw unavailable(begin, "interrupted", null);
    }
  }

  private RegistryUnavailableException unavailable(
      Instant begin, String reason, @Nullable Attempt last) {
    return new RegistryUnavailableException(
        address(),
        Duration.between(begin, clock.instant()),
        reason,
        last == null ? null : last.cause());
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Either an answer, or why there is none and whether asking again may help. */
  private record Attempt(
      @Nullable Answer answer, String reason, @Nullable Throwable cause, boolean worthRetrying) {}
}
