package io.sluice.processor.topics;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many records wait in a topic: end offset minus the offset that the group has committed. In a
 * topic written in transactions the end of the last one is counted too, so an idle partition may
 * show 1. Thread-safe.
 */
public final class QueueSizes {
  private static final Logger LOG = LoggerFactory.getLogger(QueueSizes.class);

  private final Admin admin;
  private final String group;
  private final Duration timeout;

  /**
   * Uses, and leaves open, the given client.
   *
   * @param group the consumer group: the pipeline's name
   * @param timeout how long one measurement may take
   */
  public QueueSizes(Admin admin, String group, Duration timeout) {
    this.admin = admin;
    this.group = group;
    this.timeout = timeout;
  }

  /**
   * The records that wait, by topic, summed over the given partitions. Where nothing has been
   * committed yet, every record there is waits. Empty when the broker does not answer: unknown is
   * not the same as none.
   */
  public Map<String, Long> measure(Collection<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      return Map.of();
    }
    try {
      return sizes(Set.copyOf(partitions));
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      LOG.debug("queue sizes of group {} are unknown for now", group, e);
      return Map.of();
    }
  }

  private Map<String, Long> sizes(Set<TopicPartition> partitions)
      throws ExecutionException, TimeoutException {
    Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
    Map<TopicPartition, Long> starts = new HashMap<>(committed());
    Set<TopicPartition> uncommitted = new HashSet<>(partitions);
    uncommitted.removeAll(starts.keySet());
    starts.putAll(offsets(uncommitted, OffsetSpec.earliest()));
    Map<String, Long> sizes = new TreeMap<>();
    ends.forEach(
        (partition, end) ->
            sizes.merge(
                partition.topic(),
                Math.max(0, end - starts.getOrDefault(partition, end)),
                Long::sum));
    return sizes;
  }

  private Map<TopicPartition, Long> committed() throws ExecutionException, TimeoutException {
    ListConsumerGroupOffsetsOptions options =
        new ListConsumerGroupOffsetsOptions().timeoutMs(timeoutMs());
    Map<TopicPartition, OffsetAndMetadata> answer =
        answer(admin.listConsumerGroupOffsets(group, options).partitionsToOffsetAndMetadata());
    return answer.entrySet().stream()
        // Kafka gives null for a partition that the group has never committed.
        .filter(entry -> Objects.nonNull(entry.getValue()))
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, OffsetSpec which)
      throws ExecutionException, TimeoutException {
    if (partitions.isEmpty()) {
      return Map.of();
    }
    Map<TopicPartition, OffsetSpec> asked =
        partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> which));
    Map<TopicPartition, ListOffsetsResultInfo> answer =
        answer(admin.listOffsets(asked, new ListOffsetsOptions().timeoutMs(timeoutMs())).all());
    return answer.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  private <T> T answer(KafkaFuture<T> future) throws ExecutionException, TimeoutException {
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private int timeoutMs() {
    return (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE);
  }
}
