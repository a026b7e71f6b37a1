package io.sluice.cli;

import io.sluice.processor.control.InstanceReport;
import io.sluice.processor.live.ControlSnapshot;
import io.sluice.processor.live.InstanceWatch;
import io.sluice.processor.topics.QueueSizes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Looks at a pipeline, as often as it is asked. Not thread-safe. */
final class PipelineView implements AutoCloseable {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  private final ControlDesk desk;
  private final Admin admin;
  private final @Nullable InstanceWatch instances;

  /**
   * @param desk the caller closes it
   */
  PipelineView(ControlDesk desk) {
    this.desk = desk;
    this.admin = desk.connection().connect();
    String topic = desk.names().instances();
    this.instances =
        desk.topics().contains(topic)
            ? new InstanceWatch(desk.connection().kafkaConfig(), topic)
            : null;
  }

  PipelineSight look() {
    ControlSnapshot snapshot = desk.snapshot();
    List<InstanceReport> reports = instances == null ? List.of() : instances.reports();
    return new PipelineSight(
        desk.names().pipeline(),
        desk.clock().instant(),
        reports,
        snapshot.state(),
        lag(snapshot.sources()));
  }

  private Map<String, Long> lag(Map<String, Integer> sources) {
    List<String> topics = new ArrayList<>(sources.keySet());
    topics.add(desk.names().retry());
    topics.add(desk.names().workflow());
    List<TopicPartition> partitions = new ArrayList<>();
    TopicAdmin.partitionCounts(admin, topics)
        .forEach(
            (topic, count) -> {
              for (int partition = 0; partition < count; partition++) {
                partitions.add(new TopicPartition(topic, partition));
              }
            });
    return new QueueSizes(admin, desk.names().pipeline(), ANSWER_WITHIN).measure(partitions);
  }

  @Override
  public void close() {
    if (instances != null) {
      instances.close();
    }
    admin.close();
  }
}
