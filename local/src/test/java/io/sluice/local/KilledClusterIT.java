package io.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KilledClusterIT {
  @TempDir Path folder;

  @Test
  void kill_takesTheRegistryAlong_andLosesNothing() throws Exception {
    int kafkaPort = LoopbackPort.free();
    int registryPort = LoopbackPort.free();
    Process owner = startOwner(kafkaPort, registryPort);
    List<ProcessHandle> children;
    String schemaBody;
    try {
      awaitReady(owner);
      children = owner.toHandle().children().toList();
      assertThat(children).hasSize(1);
      String registry = "http://127.0.0.1:" + registryPort + "/apis/ccompat/v7";
      new KafkaCalls("127.0.0.1:" + kafkaPort).write("orders", List.of("a", "b"));
      schemaBody =
          new RegistryCalls(registry)
              .register("orders-value", RegistryCalls.schemaWithField("kept"))
              .body();
    } finally {
      owner.destroyForcibly();
    }
    assertThat(owner.waitFor(10, TimeUnit.SECONDS)).isTrue();

    // At once, as a person would who presses "up" again: the same ports, the same folder.
    try (LocalCluster next =
        LocalCluster.builder()
            .dataDir(folder)
            .kafkaPort(kafkaPort)
            .registryPort(registryPort)
            .start()) {
      assertThat(new KafkaCalls(next.bootstrapServers()).read("orders", 1, 2))
          .containsExactly("a", "b");
      assertThat(
              new RegistryCalls(next.schemaRegistryUrl())
                  .register("orders-value", RegistryCalls.schemaWithField("kept"))
                  .body())
          .isEqualTo(schemaBody);
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  private Process startOwner(int kafkaPort, int registryPort) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dsluice.test.log=target/cluster-owner-broker.log",
            "-cp",
            System.getProperty("java.class.path"),
            ClusterOwner.class.getName(),
            folder.toString(),
            Integer.toString(kafkaPort),
            Integer.toString(registryPort))
        .redirectError(new File("target/cluster-owner.log"))
        .start();
  }

  private static void awaitReady(Process owner) throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(owner.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    while (line != null && !line.equals(ClusterOwner.READY)) {
      line = output.readLine();
    }
    assertThat(line).as("see target/cluster-owner.log").isEqualTo(ClusterOwner.READY);
  }
}
