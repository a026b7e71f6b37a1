package io.sluice.local;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates topics that can be written to when the call returns. */
final class TopicCreation {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final String bootstrapServers;

  TopicCreation(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  void create(String name, int partitions, Map<String, String> configs) {
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            (int) LIMIT.toMillis());
    try (Admin admin = Admin.create(settings)) {
      NewTopic topic =
          new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(configs);
      try {
        admin.createTopics(List.of(topic)).all().get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
        requirePartitions(admin, name, partitions);
      }
      awaitLeaders(admin, name, partitions);
    } catch (ExecutionException e) {
      throw new LocalStartException("cannot create the topic " + name + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalStartException("interrupted while creating the topic " + name, e);
    }
  }

  private static void requirePartitions(Admin admin, String name, int partitions)
      throws ExecutionException, InterruptedException {
    int found =
        admin.describeTopics(List.of(name)).allTopicNames().get().values().stream()
            .mapToInt(topic -> topic.partitions().size())
            .sum();
    if (found != partitions) {
      throw new IllegalArgumentException(
          "topic " + name + " is there already, with " + found + " partitions");
    }
  }

  /**
   * An idempotent producer that writes before a new partition has a leader can lose records without
   * an error (KAFKA-15591). A partition that tells its offsets has one. The client gives up at once
   * on a partition that a broker does not know yet, so this asks again.
   */
  private static void awaitLeaders(Admin admin, String name, int partitions)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(name, partition))
            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
    for (long left = LIMIT.dividedBy(PAUSE); ; left--) {
      try {
        admin.listOffsets(latest).all().get();
        return;
      } catch (ExecutionException e) {
        if (left <= 0 || !(e.getCause() instanceof RetriableException)) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
      }
    }
  }
}
