package io.sluice.processor.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class QueueSizesIT {
  @RegisterExtension static final LocalClusterExtension BROKER = LocalClusterExtension.brokerOnly();

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final LocalCluster cluster;

  QueueSizesIT(LocalCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void size_isWhatTheGroupHasNotCommitted() {
    cluster.createTopic("sizes.a", 2);
    cluster.createTopic("sizes.b", 1);
    Records records = new Records(cluster);
    records.write("sizes.a", 0, "k", "1");
    records.write("sizes.a", 0, "k", "2");
    records.write("sizes.a", 1, "k", "3");
    TopicPartition a0 = new TopicPartition("sizes.a", 0);
    TopicPartition a1 = new TopicPartition("sizes.a", 1);
    TopicPartition b0 = new TopicPartition("sizes.b", 0);

    try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      QueueSizes sizes = new QueueSizes(admin, "sizes", TIMEOUT);
      assertThat(sizes.measure(List.of(a0, a1, b0)))
          .isEqualTo(Map.of("sizes.a", 3L, "sizes.b", 0L));

      commit("sizes", a0, 1);
      assertThat(sizes.measure(List.of(a0, a1, b0)))
          .isEqualTo(Map.of("sizes.a", 2L, "sizes.b", 0L));
      assertThat(sizes.measure(Set.of(a0))).isEqualTo(Map.of("sizes.a", 1L));
      assertThat(sizes.measure(Set.of())).isEmpty();
    }
  }

  @Test
  void brokerThatDoesNotAnswer_leavesTheSizesUnknown() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:1"))) {
      QueueSizes sizes = new QueueSizes(admin, "sizes", Duration.ofMillis(300));

      assertThat(sizes.measure(Set.of(new TopicPartition("sizes.a", 0)))).isEmpty();
      admin.close(Duration.ZERO);
    }
  }

  private void commit(String group, TopicPartition partition, long offset) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", cluster.bootstrapServers(), "group.id", group);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(Set.of(partition));
      consumer.commitSync(Map.of(partition, new OffsetAndMetadata(offset)));
    }
  }
}
