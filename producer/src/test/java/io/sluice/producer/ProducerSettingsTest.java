package io.sluice.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProducerSettingsTest {

  @Test
  void defaults_acknowledgeByAllWithoutDuplicates() {
    assertThat(ProducerSettings.of(Map.of()))
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true)
        .containsEntry("compression.type", "lz4")
        .containsEntry("max.block.ms", 10_000);
  }

  @Test
  void usersSettings_replaceDefaults() {
    assertThat(
            ProducerSettings.of(
                Map.of("compression.type", "zstd", "linger.ms", "50", "client.id", "billing")))
        .containsEntry("compression.type", "zstd")
        .containsEntry("linger.ms", "50")
        .containsEntry("client.id", "billing");
  }

  @ParameterizedTest
  @CsvSource({"acks, 1", "acks, 0", "enable.idempotence, false", "transactional.id, tx"})
  void settingThatBreaksAPromise_isRefusedByName(String key, String value) {
    assertThatThrownBy(() -> ProducerSettings.of(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }

  @ParameterizedTest
  @CsvSource({
    "partitioner.class, org.apache.kafka.clients.producer.RoundRobinPartitioner",
    "partitioner.ignore.keys, true"
  })
  void settingThatTakesWorkflowsApart_isRefusedByName(String key, String value) {
    assertThat(ProducerSettings.of(Map.of(key, value))).containsEntry(key, value);
    assertThatThrownBy(() -> ProducerSettings.refuseOtherPartitions(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key + " cannot be set on a publisher of workflows");
  }

  @Test
  void promisesInOtherWords_areAccepted() {
    assertThat(
            ProducerSettings.of(
                Map.of(
                    "acks",
                    "-1",
                    "enable.idempotence",
                    true,
                    "value.serializer",
                    ByteArraySerializer.class)))
        .containsEntry("acks", "all");
  }

  @Test
  void valueSerializer_isRefusedAndPointsToSerde() {
    assertThatThrownBy(
            () -> ProducerSettings.of(Map.of("value.serializer", StringSerializer.class)))
        .hasMessageContaining("value.serializer")
        .hasMessageContaining("sluice.serde");
  }

  @Test
  void transactionsOfAKilledService_endSoon() {
    assertThat(ProducerSettings.transactional(Map.of("client.id", "billing"), "shop-1"))
        .containsEntry("transactional.id", "sluice-publisher-shop-1")
        .containsEntry("transaction.timeout.ms", 30_000)
        .containsEntry("client.id", "billing-workflows")
        .containsEntry("acks", "all");
  }
}
