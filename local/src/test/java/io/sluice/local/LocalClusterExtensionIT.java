package io.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalClusterExtension.class)
final class LocalClusterExtensionIT {

  @Test
  void registry_registers_andGivesBackById(LocalCluster cluster) throws Exception {
    RegistryCalls registry = new RegistryCalls(cluster.schemaRegistryUrl());
    HttpResponse<String> registered =
        registry.register("given-value", RegistryCalls.schemaWithField("given"));
    assertThat(registered.statusCode()).isEqualTo(200);

    int id = Integer.parseInt(registered.body().replaceAll("\\D", ""));
    assertThat(registry.byId(id).body()).contains("given");
  }

  @Test
  void registry_refuses_anIncompatibleSchema(LocalCluster cluster) throws Exception {
    RegistryCalls registry = new RegistryCalls(cluster.schemaRegistryUrl());
    registry.register("strict-value", RegistryCalls.schemaWithField("before"));

    HttpResponse<String> refused =
        registry.register("strict-value", RegistryCalls.schemaWithField("after"));

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("after");
  }

  @Test
  void registry_doesNotKnow_anIdNobodyRegistered(LocalCluster cluster) throws Exception {
    HttpResponse<String> unknown = new RegistryCalls(cluster.schemaRegistryUrl()).byId(1_000_000);
    assertThat(unknown.statusCode()).isEqualTo(404);
  }

  @Test
  void registry_stoppedAndStarted_answersAtTheSameAddress(LocalCluster cluster) throws Exception {
    RegistryCalls registry = new RegistryCalls(cluster.schemaRegistryUrl());
    HttpResponse<String> before =
        registry.register("outage-value", RegistryCalls.schemaWithField("outage"));

    cluster.stopRegistry();
    assertThatThrownBy(() -> registry.byId(1)).isInstanceOf(ConnectException.class);
    cluster.startRegistry();

    assertThat(cluster.schemaRegistryUrl()).isEqualTo(registry.url());
    assertThat(registry.register("outage-value", RegistryCalls.schemaWithField("outage")).body())
        .isEqualTo(before.body());
  }

  @Test
  void broker_stoppedAndStarted_keepsAddressAndRecords(LocalCluster cluster) {
    KafkaCalls kafka = new KafkaCalls(cluster.bootstrapServers());
    cluster.createTopic("outage", 2);
    kafka.write("outage", List.of("before"));

    cluster.stopBroker();
    cluster.startBroker();

    assertThat(cluster.bootstrapServers()).isEqualTo(kafka.bootstrapServers());
    kafka.write("outage", List.of("after"));
    assertThat(kafka.read("outage", 2, 2)).containsExactlyInAnyOrder("before", "after");
  }
}
