package io.sluice.local;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schema registry: an Apicurio Registry in a process of its own, its database and its log in
 * the folder. Not thread-safe: {@link LocalCluster} guards it.
 */
final class LocalRegistry {
  static final String PORT_OPTION = "--registry-port";
  private static final String MAIN_CLASS = "io.quarkus.runner.GeneratedMain";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final Duration PREDECESSOR_LIMIT = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Logger log = LoggerFactory.getLogger(LocalRegistry.class);

  private final Path folder;
  private int port;
  private @Nullable Process process;

  /**
   * @param port where clients connect; 0 = a free port, chosen at the first start and then kept
   */
  LocalRegistry(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  int port() {
    return port;
  }

  String url() {
    return "http://" + LoopbackPort.HOST + ":" + port + "/apis/ccompat/v7";
  }

  /**
   * Starts the process and returns at once; {@link #awaitReady} does the waiting.
   *
   * @throws LocalPortInUseException if the port that was asked for is taken
   * @throws LocalStartException if the server is not to be found or cannot be started
   */
  void launch() {
    if (process != null) {
      return;
    }
    awaitPredecessor();
    if (port == 0) {
      port = LoopbackPort.free();
    } else {
      LoopbackPort.requireFree(port, PORT_OPTION);
    }
    try {
      Files.createDirectories(folder);
      process = builder(RegistryInstallation.runner()).start();
      Files.writeString(pidFile(), Long.toString(process.pid()));
    } catch (IOException e) {
      stop();
      throw new LocalStartException("cannot start the schema registry: " + e, e);
    }
  }

  private ProcessBuilder builder(Path runner) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx192m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            runner + File.pathSeparator + RegistryInstallation.ownLocation(),
            RegistryProcess.class.getName(),
            MAIN_CLASS);
    builder.directory(folder.toFile());
    builder.environment().putAll(environment());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
    return builder;
  }

  private Map<String, String> environment() {
    return Map.ofEntries(
        Map.entry("QUARKUS_HTTP_HOST", LoopbackPort.HOST),
        Map.entry("QUARKUS_HTTP_PORT", Integer.toString(port)),
        // Served by newer registries only; without these they would listen on 0.0.0.0:9000.
        Map.entry("QUARKUS_MANAGEMENT_HOST", LoopbackPort.HOST),
        Map.entry("QUARKUS_MANAGEMENT_PORT", Integer.toString(LoopbackPort.free())),
        Map.entry("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "false"),
        Map.entry("APICURIO_STORAGE_KIND", "sql"),
        Map.entry("APICURIO_STORAGE_SQL_KIND", "h2"),
        // WRITE_DELAY=0: by default a killed registry forgets what it was told last.
        Map.entry(
            "APICURIO_DATASOURCE_URL",
            "jdbc:h2:file:" + folder.resolve("registry") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"),
        Map.entry("APICURIO_DATASOURCE_JDBC_INITIAL_SIZE", "2"),
        Map.entry("APICURIO_DATASOURCE_JDBC_MIN_SIZE", "2"),
        Map.entry("APICURIO_DATASOURCE_JDBC_MAX_SIZE", "20"),
        // Without it a registry takes any schema, as no real one would.
        Map.entry("APICURIO_RULES_GLOBAL_COMPATIBILITY", "BACKWARD"));
  }

  /**
   * Waits until the registry answers.
   *
   * @throws LocalStartException if it ends, or does not answer within a minute
   */
  void awaitReady() {
    Process starting = process;
    if (starting == null) {
      return;
    }
    long limit = System.nanoTime() + START_LIMIT.toNanos();
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    while (!answers(client)) {
      if (ended(starting, POLL)) {
        process = null;
        throw new LocalStartException(
            "the schema registry ended while it started; the end of " + logFile() + ":\n" + tail());
      }
      if (System.nanoTime() - limit > 0) {
        stop();
        throw new LocalStartException(
            "the schema registry did not answer at "
                + url()
                + " within "
                + START_LIMIT.toSeconds()
                + " s; see "
                + logFile());
      }
    }
    log.info("The schema registry answers at {}, data in {}", url(), folder);
  }

  private boolean answers(HttpClient client) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + "/subjects"))
            .timeout(Duration.ofSeconds(10))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private boolean ended(Process running, Duration within) {
    try {
      return running.waitFor(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private LocalStartException interrupted(InterruptedException e) {
    stop();
    Thread.currentThread().interrupt();
    return new LocalStartException("interrupted while waiting for the schema registry", e);
  }

  /**
   * The registry of a JVM that was killed needs a moment to notice and to let go of port and
   * database.
   */
  private void awaitPredecessor() {
    try {
      if (!Files.exists(pidFile())) {
        return;
      }
      long pid = Long.parseLong(Files.readString(pidFile()).trim());
      CompletableFuture<ProcessHandle> end =
          ProcessHandle.of(pid)
              .filter(ProcessHandle::isAlive)
              .map(ProcessHandle::onExit)
              .orElseGet(() -> CompletableFuture.completedFuture(ProcessHandle.current()));
      end.get(PREDECESSOR_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | NumberFormatException anotherProgramByNow) {
      log.debug("{} names a process that is not ours", pidFile());
    } catch (IOException | ExecutionException e) {
      log.warn("Cannot tell whether an earlier registry still runs", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Ends the process, by its own shutdown where it can, and waits for its end. */
  void stop() {
    Process running = process;
    if (running == null) {
      return;
    }
    process = null;
    try {
      running.getOutputStream().close();
      if (!running.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        running.destroyForcibly().waitFor();
      }
      Files.deleteIfExists(pidFile());
    } catch (IOException e) {
      log.warn("The schema registry did not take its leave", e);
      running.destroyForcibly();
    } catch (InterruptedException e) {
      running.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private Path pidFile() {
    return folder.resolve("registry.pid");
  }

  private Path logFile() {
    return folder.resolve("registry.log");
  }

  private String tail() {
    try {
      List<String> lines = Files.readAllLines(logFile(), StandardCharsets.UTF_8);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    } catch (IOException e) {
      return "(cannot be read: " + e + ")";
    }
  }
}
