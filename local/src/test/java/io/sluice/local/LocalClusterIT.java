package io.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalClusterIT {
  @TempDir Path folder;

  @Test
  void restart_onTheSameFolder_keepsRecordsAndSchemas() throws Exception {
    int id;
    try (LocalCluster first = LocalCluster.builder().dataDir(folder).start()) {
      first.createTopic("orders", 3);
      new KafkaCalls(first.bootstrapServers()).write("orders", List.of("a", "b", "c"));
      id = idIn(registry(first).register("orders-value", RegistryCalls.schemaWithField("count")));
    }
    String clusterId = Files.readString(folder.resolve("kafka/meta.properties"));

    try (LocalCluster second = LocalCluster.builder().dataDir(folder).start()) {
      assertThat(new KafkaCalls(second.bootstrapServers()).read("orders", 3, 3))
          .containsExactlyInAnyOrder("a", "b", "c");
      HttpResponse<String> schema = registry(second).byId(id);
      assertThat(schema.statusCode()).isEqualTo(200);
      assertThat(schema.body()).contains("count");
    }
    assertThat(Files.readString(folder.resolve("kafka/meta.properties"))).isEqualTo(clusterId);
  }

  @Test
  void restart_onOtherPorts_keepsRecords() {
    int firstPort = LoopbackPort.free();
    try (LocalCluster first = brokerOnly().kafkaPort(firstPort).start()) {
      assertThat(first.bootstrapServers()).isEqualTo("127.0.0.1:" + firstPort);
      first.createTopic("orders", 1);
      new KafkaCalls(first.bootstrapServers()).write("orders", List.of("a"));
    }
    int secondPort = LoopbackPort.free();
    try (LocalCluster second = brokerOnly().kafkaPort(secondPort).start()) {
      assertThat(second.bootstrapServers()).isEqualTo("127.0.0.1:" + secondPort);
      assertThat(new KafkaCalls(second.bootstrapServers()).read("orders", 1, 1))
          .containsExactly("a");
    }
  }

  @Test
  void kafkaPort_inUse_isNamedWithItsOption() throws IOException {
    try (ServerSocket taken = listening()) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> brokerOnly().kafkaPort(port).start())
          .isInstanceOf(LocalPortInUseException.class)
          .hasMessageContaining("port " + port + " is in use")
          .hasMessageContaining("--kafka-port");
    }
    assertThatCode(() -> brokerOnly().start().close()).doesNotThrowAnyException();
  }

  @Test
  void registryPort_inUse_isNamedWithItsOption() throws IOException {
    try (ServerSocket taken = listening()) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> LocalCluster.builder().dataDir(folder).registryPort(port).start())
          .isInstanceOf(LocalPortInUseException.class)
          .hasMessageContaining("port " + port + " is in use")
          .hasMessageContaining("--registry-port");
    }
  }

  @Test
  void folder_inUse_isNamedWithItsOption() {
    try (LocalCluster holder = brokerOnly().start()) {
      assertThatThrownBy(() -> brokerOnly().start())
          .isInstanceOf(LocalFolderInUseException.class)
          .hasMessageContaining(holder.dataDir().toString())
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("--data-dir");
    }
  }

  @Test
  void registry_onABrokenDatabase_showsTheEndOfItsLog() throws IOException {
    Path registry = Files.createDirectories(folder.resolve("registry"));
    Files.writeString(registry.resolve("registry.mv.db"), "no database".repeat(1000));

    assertThatThrownBy(() -> LocalCluster.builder().dataDir(folder).withBroker(false).start())
        .isInstanceOf(LocalStartException.class)
        .hasMessageContaining("registry.log")
        .hasMessageContaining("registry.mv.db");
  }

  @Test
  void broker_onABrokenFolder_namesTheFolder() throws IOException {
    Path kafka = Files.createDirectories(folder.resolve("kafka"));
    Files.writeString(kafka.resolve("meta.properties"), "node.id=7");

    assertThatThrownBy(() -> brokerOnly().start())
        .isInstanceOf(LocalStartException.class)
        .hasMessageContaining(kafka.toString());
  }

  @Test
  void createTopic_twice_acceptsOnlyTheSameNumberOfPartitions() {
    try (LocalCluster cluster = brokerOnly().start()) {
      cluster.createTopic("orders", 2);
      cluster.createTopic("orders", 2);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> cluster.createTopic("orders", 3))
          .withMessageContaining("2 partitions");
      assertThatThrownBy(() -> cluster.createTopic("no blanks", 1))
          .isInstanceOf(LocalStartException.class)
          .hasMessageContaining("no blanks");
    }
  }

  @Test
  void cluster_withoutRegistry_saysSo() {
    try (LocalCluster cluster = brokerOnly().start()) {
      assertThatIllegalStateException().isThrownBy(cluster::schemaRegistryUrl);
    }
  }

  @Test
  void close_ofATemporaryCluster_removesItsFolder() {
    LocalCluster cluster = LocalCluster.builder().withRegistry(false).start();
    assertThat(cluster.dataDir()).isDirectory();
    cluster.close();
    assertThat(cluster.dataDir()).doesNotExist();
  }

  private LocalCluster.Builder brokerOnly() {
    return LocalCluster.builder().dataDir(folder).withRegistry(false);
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(LoopbackPort.free(), 1, InetAddress.getLoopbackAddress());
  }

  private static RegistryCalls registry(LocalCluster cluster) {
    return new RegistryCalls(cluster.schemaRegistryUrl());
  }

  private static int idIn(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    return Integer.parseInt(response.body().replaceAll("\\D", ""));
  }
}
