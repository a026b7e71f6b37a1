package io.sluice.processor;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;

/** The few things that are asked of a Kafka Streams that runs. */
final class RunningStreams {
  private RunningStreams() {}

  /** What its tasks read. */
  static Set<TopicPartition> partitions(KafkaStreams streams) {
    return streams.metadataForLocalThreads().stream()
        .flatMap(thread -> thread.activeTasks().stream())
        .flatMap(task -> task.topicPartitions().stream())
        .collect(Collectors.toSet());
  }

  /**
   * Leaves the group at once, unless the instance has a name of its own (static membership): then
   * it is expected back, and its partitions wait for it.
   */
  static CloseOptions closing(Map<String, String> kafka, Duration most) {
    boolean named = kafka.keySet().stream().anyMatch(key -> key.endsWith("group.instance.id"));
    return CloseOptions.timeout(most)
        .withGroupMembershipOperation(
            named
                ? CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP
                : CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
  }

  /** Tells {@code whenStopped} when it has stopped for good. */
  static void tell(KafkaStreams streams, Runnable whenStopped) {
    streams.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
            whenStopped.run();
          }
        });
  }
}
