package io.sluice.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code sluice} in a JVM of its own, so that it can be killed. */
final class ChildSluice implements AutoCloseable {
  private static final long PATIENCE_S = 60;
  private static final Pattern ADDRESS = Pattern.compile("health and metrics on (http://[0-9.:]+)");

  private final Process process;
  private final Path output;

  private ChildSluice(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts it; what it prints goes to a file in {@code folder}, which is its current folder too.
   */
  static ChildSluice start(Path folder, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Sluice.class.getName());
    command.addAll(List.of(args));
    Path output = Files.createTempFile(folder, "sluice-", ".out");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new ChildSluice(process, output);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The id of its process. */
  long pid() {
    return process.pid();
  }

  /** What it has printed so far. */
  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** What it answers on its own port for health and metrics, which its output names. */
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    Matcher address = ADDRESS.matcher(output());
    if (!address.find()) {
      throw new AssertionError("it has not told its address:\n" + output());
    }
    HttpRequest request = HttpRequest.newBuilder(URI.create(address.group(1) + path)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** The sum of a metric of its over all tags; 0 where there is none. */
  double metric(String name) throws IOException, InterruptedException {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Waits for it to end by itself, and tells the exit code. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
      throw new AssertionError("did not end within " + PATIENCE_S + " s:\n" + output());
    }
    return process.exitValue();
  }

  /** SIGKILL: nothing of it gets to run again. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(PATIENCE_S, TimeUnit.SECONDS);
  }

  /** SIGTERM, and the exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
      throw new AssertionError("did not stop within " + PATIENCE_S + " s:\n" + output());
    }
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    if (process.isAlive()) {
      kill();
    }
  }
}
