package io.sluice.bench.topic;

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
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes and removes the topics of a benchmark. */
public final class Topics implements AutoCloseable {
  /** Partitions of every topic that a contestant reads. */
  public static final int PARTITIONS = 6;

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Admin admin;

  public Topics(String bootstrapServers) {
    admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }

  /** Makes a topic, or leaves it where it is, and waits until it can be written to. */
  public void create(String name, Map<String, String> configs)
      throws ExecutionException, InterruptedException {
    NewTopic topic = new NewTopic(name, Optional.of(PARTITIONS), Optional.empty()).configs(configs);
    try {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
    awaitLeaders(name);
  }

  /** Bounds the size of a topic that is there; the broker sees to it within minutes. */
  public void bound(String name, Map<String, String> configs)
      throws ExecutionException, InterruptedException {
    List<AlterConfigOp> changes =
        configs.entrySet().stream()
            .map(
                one ->
                    new AlterConfigOp(
                        new ConfigEntry(one.getKey(), one.getValue()), AlterConfigOp.OpType.SET))
            .toList();
    admin
        .incrementalAlterConfigs(
            Map.of(new ConfigResource(ConfigResource.Type.TOPIC, name), changes))
        .all()
        .get();
  }

  /** Removes every topic that has this word in its name, as all topics of one run have. */
  public void deleteAllOf(String run) throws ExecutionException, InterruptedException {
    List<String> names =
        admin.listTopics().names().get().stream().filter(name -> name.contains(run)).toList();
    if (!names.isEmpty()) {
      admin.deleteTopics(names).all().get();
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(5));
  }

  /** A producer that writes before a partition has a leader can lose records (KAFKA-15591). */
  private void awaitLeaders(String name) throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest =
        IntStream.range(0, PARTITIONS)
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
