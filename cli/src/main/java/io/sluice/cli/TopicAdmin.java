package io.sluice.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Questions and orders to the brokers about topics, each with an end in time. */
final class TopicAdmin {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
  private static final int LEADER_TRIES = 200;

  /** A topic and how many records lie between the first and last offset of its partitions. */
  record Topic(String name, int partitions, long records) {}

  private TopicAdmin() {}

  /**
   * @throws UserErrorException when there is no such topic
   */
  static void requireTopic(Admin admin, String topic) {
    if (!partitionCounts(admin, List.of(topic)).containsKey(topic)) {
      throw new UserErrorException(
          "There is no topic "
              + topic
              + ". Create it with `sluice topics create "
              + topic
              + "`, or name another with --topic.");
    }
  }

  /** All topics, by name. */
  static Set<String> names(Admin admin) {
    return new TreeSet<>(await(admin.listTopics().names()));
  }

  /** How far a group has committed in a partition; 0 when it has not. */
  static long committed(Admin admin, String group, TopicPartition partition) {
    try {
      OffsetAndMetadata offset =
          await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
              .get(partition);
      return offset == null ? 0 : offset.offset();
    } catch (GroupIdNotFoundException nobody) {
      return 0;
    }
  }

  /** How far a group has committed, by partition; without those where it has not. */
  static Map<TopicPartition, Long> committed(Admin admin, String group) {
    Map<TopicPartition, Long> committed = new HashMap<>();
    try {
      await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
          .forEach(
              (partition, offset) -> {
                if (offset != null) {
                  committed.put(partition, offset.offset());
                }
              });
    } catch (GroupIdNotFoundException nobody) {
      // It has committed nothing.
    }
    return committed;
  }

  /** How many partitions each of the topics has; those that do not exist are left out. */
  static Map<String, Integer> partitionCounts(Admin admin, Collection<String> topics) {
    Map<String, Integer> counts = new TreeMap<>();
    admin
        .describeTopics(topics)
        .topicNameValues()
        .forEach(
            (name, description) -> {
              try {
                counts.put(name, await(description).partitions().size());
              } catch (UnknownTopicOrPartitionException missing) {
                // Left out, as said.
              }
            });
    return counts;
  }

  /** Creates topics and waits until each of their partitions takes records. */
  static void create(Admin admin, Collection<NewTopic> topics) {
    admin
        .createTopics(topics)
        .values()
        .forEach(
            (name, created) -> {
              try {
                await(created);
              } catch (TopicExistsException e) {
                throw new UserErrorException("Topic " + name + " was just created by another.");
              }
            });
    for (NewTopic topic : topics) {
      awaitLeaders(admin, topic);
    }
  }

  static List<Topic> list(Admin admin) {
    Map<String, TopicDescription> described =
        new TreeMap<>(
            await(admin.describeTopics(await(admin.listTopics().names())).allTopicNames()));
    Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    described.values().stream()
        .flatMap(topic -> partitions(topic).stream())
        .forEach(
            partition -> {
              earliest.put(partition, OffsetSpec.earliest());
              latest.put(partition, OffsetSpec.latest());
            });
    Map<TopicPartition, ListOffsetsResultInfo> begin = await(admin.listOffsets(earliest).all());
    Map<TopicPartition, ListOffsetsResultInfo> end = await(admin.listOffsets(latest).all());
    List<Topic> topics = new ArrayList<>();
    for (TopicDescription topic : described.values()) {
      long records = 0;
      for (TopicPartition partition : partitions(topic)) {
        records += offset(end, partition) - offset(begin, partition);
      }
      topics.add(new Topic(topic.name(), topic.partitions().size(), records));
    }
    return topics;
  }

  private static long offset(
      Map<TopicPartition, ListOffsetsResultInfo> offsets, TopicPartition partition) {
    ListOffsetsResultInfo info = offsets.get(partition);
    return info == null ? 0 : info.offset();
  }

  private static List<TopicPartition> partitions(TopicDescription topic) {
    return topic.partitions().stream()
        .map(info -> new TopicPartition(topic.name(), info.partition()))
        .toList();
  }

  /**
   * A topic is created before its leaders know; what an idempotent producer sends in between can be
   * lost without an error (KAFKA-15591). A partition that answers listOffsets has its leader; the
   * client gives up at once on one that a broker does not know yet, so this asks again.
   */
  private static void awaitLeaders(Admin admin, NewTopic topic) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (int partition = 0; partition < topic.numPartitions(); partition++) {
      latest.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
    }
    for (int left = LEADER_TRIES; ; left--) {
      try {
        await(admin.listOffsets(latest).all());
        return;
      } catch (RetriableException e) {
        if (left == 0) {
          throw e;
        }
        LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
      }
    }
  }

  private static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof org.apache.kafka.common.KafkaException kafka) {
        throw kafka;
      }
      throw new UserErrorException("The broker refused: " + Failures.rootMessage(e), e);
    } catch (TimeoutException e) {
      throw new UserErrorException(
          "No answer from the brokers within " + ANSWER_WITHIN.toSeconds() + " s.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserErrorException("interrupted");
    }
  }
}
