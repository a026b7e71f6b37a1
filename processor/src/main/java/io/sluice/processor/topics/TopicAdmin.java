package io.sluice.processor.topics;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The few things that are asked of the cluster about topics. */
final class TopicAdmin {
  private final Admin admin;
  private final BrokerCalls calls;

  TopicAdmin(Admin admin, BrokerCalls calls) {
    this.admin = admin;
    this.calls = calls;
  }

  void awaitBroker() {
    DescribeClusterOptions options = new DescribeClusterOptions().timeoutMs(calls.timeoutMs());
    String doing = "describe the cluster";
    try {
      calls.answer(doing, admin.describeCluster(options).nodes());
    } catch (ExecutionException e) {
      throw failed(doing, e);
    }
  }

  /** The partition counts of those topics that exist. */
  Map<String, Integer> partitions(Collection<String> topics) {
    return partitions(topics, UnknownTopicOrPartitionException.class::isInstance);
  }

  /** Those topics that exist, so far as they may be looked at and their names are legal. */
  Set<String> visible(Collection<String> topics) {
    return partitions(
            topics,
            cause ->
                cause instanceof UnknownTopicOrPartitionException
                    || cause instanceof InvalidTopicException
                    || cause instanceof AuthorizationException)
        .keySet();
  }

  private Map<String, Integer> partitions(
      Collection<String> topics, Predicate<@Nullable Throwable> isAbsence) {
    DescribeTopicsOptions options = new DescribeTopicsOptions().timeoutMs(calls.timeoutMs());
    Map<String, KafkaFuture<TopicDescription>> answers =
        admin.describeTopics(topics, options).topicNameValues();
    Map<String, Integer> found = new TreeMap<>();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> answer : answers.entrySet()) {
      String doing = "describe topic " + answer.getKey();
      try {
        found.put(answer.getKey(), calls.answer(doing, answer.getValue()).partitions().size());
      } catch (ExecutionException e) {
        if (!isAbsence.test(e.getCause())) {
          throw failed(doing, e);
        }
      }
    }
    return found;
  }

  /** Makes topics; one that another instance has made in the meantime is as good. */
  void create(List<NewTopic> topics) {
    CreateTopicsOptions options = new CreateTopicsOptions().timeoutMs(calls.timeoutMs());
    Map<String, KafkaFuture<Void>> answers = admin.createTopics(topics, options).values();
    for (Map.Entry<String, KafkaFuture<Void>> answer : answers.entrySet()) {
      String doing = "create topic " + answer.getKey();
      try {
        calls.answer(doing, answer.getValue());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw new TopicException(
              "cannot "
                  + doing
                  + ": "
                  + BrokerCalls.reason(e)
                  + " (replication: topics.replication_factor in the pipeline's configuration)",
              e);
        }
      }
    }
  }

  /**
   * Waits until each partition tells its end. Before that, a broker may refuse a producer's first
   * batch and take its second, and so lose records without a word (KAFKA-15591).
   */
  void awaitLeaders(Map<String, Integer> partitions) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    partitions.forEach(
        (topic, count) -> {
          for (int partition = 0; partition < count; partition++) {
            ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
          }
        });
    if (!calls.within(calls.patience(), () -> haveLeaders(ends))) {
      throw new TopicException(
          "not every partition of "
              + String.join(", ", new TreeSet<>(partitions.keySet()))
              + " can be written to; look for brokers that are down");
    }
  }

  private boolean haveLeaders(Map<TopicPartition, OffsetSpec> ends) {
    String doing = "read the end offsets of the pipeline's topics";
    ListOffsetsOptions options = new ListOffsetsOptions().timeoutMs(calls.timeoutMs());
    try {
      calls.answer(doing, admin.listOffsets(ends, options).all());
      return true;
    } catch (ExecutionException e) {
      // A broker that has not heard of a new topic yet says so, and the client gives up at that.
      if (e.getCause() instanceof RetriableException) {
        return false;
      }
      throw failed(doing, e);
    }
  }

  private static TopicException failed(String doing, ExecutionException e) {
    return new TopicException("cannot " + doing + ": " + BrokerCalls.reason(e), e);
  }
}
