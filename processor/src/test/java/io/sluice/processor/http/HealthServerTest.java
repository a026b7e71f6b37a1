package io.sluice.processor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HealthServerTest {
  private static final Health RUNNING = new Health(true, "RUNNING", List.of());

  private volatile Health ready = RUNNING;
  private final HealthSource source =
      new HealthSource() {
        @Override
        public Health live() {
          return RUNNING;
        }

        @Override
        public Health ready() {
          return ready;
        }
      };
  private final HttpClient client = HttpClient.newHttpClient();
  private final HealthServer server =
      HealthServer.start("127.0.0.1", 0, source, () -> "sluice_events_total 3.0\n");

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void healthyPipeline_answers200() throws Exception {
    assertThat(get("/health/live").body())
        .isEqualTo("{\"status\":\"up\",\"state\":\"RUNNING\",\"reasons\":[]}\n");
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").headers().firstValue("Content-Type"))
        .contains("application/json");
  }

  @Test
  void unreadyPipeline_answers503WithTheReasons() throws Exception {
    ready = new Health(false, "WAITING", List.of("broker is lost", "\"registry\" is down"));

    HttpResponse<String> answer = get("/health/ready");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .isEqualTo(
            "{\"status\":\"down\",\"state\":\"WAITING\","
                + "\"reasons\":[\"broker is lost\",\"\\\"registry\\\" is down\"]}\n");
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void metrics_areServedAsPrometheusReadsThem() throws Exception {
    HttpResponse<String> answer = get("/metrics");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("sluice_events_total 3.0\n");
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
  }

  @Test
  void otherPath_answers404WithThePathsThereAre() throws Exception {
    HttpResponse<String> answer = get("/health");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .isEqualTo("{\"error\":\"no such path; try /health/live, /health/ready, /metrics\"}\n");
    assertThat(get("/health/ready/x").statusCode()).isEqualTo(404);
  }

  @Test
  void otherMethod_answers405() throws Exception {
    HttpResponse<String> answer =
        client.send(
            request("/metrics").POST(BodyPublishers.ofString("x")).build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    assertThat(answer.body()).isEqualTo("{\"error\":\"POST is not allowed; use GET\"}\n");
  }

  @Test
  void head_answersWithoutABody() throws Exception {
    HttpResponse<String> answer =
        client.send(
            request("/health/ready").method("HEAD", BodyPublishers.noBody()).build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void checkThatFails_answers500AndTheServerGoesOn() throws Exception {
    try (HealthServer broken =
        HealthServer.start(
            "127.0.0.1",
            0,
            source,
            () -> {
              throw new IllegalStateException("no registry");
            })) {
      assertThat(get(broken, "/metrics").statusCode()).isEqualTo(500);
      assertThat(get(broken, "/health/live").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void clientThatNeverFinishesItsRequest_holdsUpNoCheck() throws Exception {
    try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      slow.getOutputStream().write("GET /health/live HT".getBytes(StandardCharsets.US_ASCII));
      slow.getOutputStream().flush();

      assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void portInUse_isToldWithTheOptionThatChangesIt() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> HealthServer.start("127.0.0.1", port, source, () -> ""))
          .isInstanceOf(PortInUseException.class)
          .hasMessage(
              "http port "
                  + port
                  + " on 127.0.0.1 is in use; change http.port in the pipeline's configuration");
    }
  }

  @Test
  void addressOfAnotherMachine_isTold() {
    assertThatThrownBy(() -> HealthServer.start("192.0.2.1", 0, source, () -> ""))
        .isInstanceOf(CannotListenException.class)
        .hasMessageStartingWith("http cannot listen on 192.0.2.1:0 (")
        .hasMessageEndingWith("change http.host or http.port in the pipeline's configuration");
  }

  @Test
  void closedServer_freesItsPort() throws Exception {
    HealthServer first = HealthServer.start("127.0.0.1", 0, source, () -> "");
    int port = first.port();
    first.close();

    try (HealthServer second = HealthServer.start("127.0.0.1", port, source, () -> "")) {
      assertThat(get(second, "/health/live").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void threads_keepNoProcessAlive() {
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(
            thread ->
                thread.getName().equals("sluice-http")
                    || thread.getName().equals("HTTP-Dispatcher"))
        .isNotEmpty()
        .allMatch(Thread::isDaemon);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return get(server, path);
  }

  private HttpResponse<String> get(HealthServer from, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + from.port() + path))
            .timeout(Duration.ofSeconds(10))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .timeout(Duration.ofSeconds(10));
  }
}
