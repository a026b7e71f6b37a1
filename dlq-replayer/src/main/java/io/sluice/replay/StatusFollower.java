package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.schema.EventCodec;
import io.sluice.schema.avro.EventStatus;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/**
 * What a pipeline tells of some events, as it goes on: each time it is asked it reads on from where
 * it stopped. Not thread-safe.
 */
public final class StatusFollower implements AutoCloseable {
  private final String topic;
  private final EventCodec codec;
  private final Clock clock;
  private final Cluster cluster;
  private final Consumer<byte[], byte[]> consumer;
  private final Map<String, List<EventStatus>> statuses = new HashMap<>();
  private final Map<TopicPartition, Long> next = new HashMap<>();

  /**
   * @param kafka settings for Kafka clients
   * @param codec the caller closes it
   * @param topic the pipeline's status topic
   * @param ids of the events
   * @throws ReplayException when there is no such topic, or it cannot be read
   */
  public StatusFollower(
      Map<String, ?> kafka, EventCodec codec, Clock clock, String topic, Collection<String> ids) {
    this.topic = topic;
    this.codec = codec;
    this.clock = clock;
    this.cluster = new RemoteCluster(kafka);
    this.consumer = cluster.consumer(topic + ".follower");
    try {
      TopicFacts facts =
          cluster
              .find(topic)
              .orElseThrow(() -> new ReplayException("There is no topic " + topic + "."));
      ids.forEach(id -> statuses.put(id, new ArrayList<>()));
      Set<TopicPartition> partitions =
          ids.stream().map(id -> partition(facts, id)).collect(Collectors.toSet());
      consumer.assign(partitions);
      next.putAll(consumer.beginningOffsets(partitions));
    } catch (KafkaException e) {
      close();
      throw KafkaFailures.whileReading(topic, e);
    } catch (ReplayException e) {
      close();
      throw e;
    }
  }

  /** Where a producer with the default partitioner puts that id. */
  private static TopicPartition partition(TopicFacts facts, String id) {
    int partition = Utils.toPositive(Utils.murmur2(id.getBytes(UTF_8))) % facts.partitions();
    return new TopicPartition(facts.name(), partition);
  }

  /**
   * All that was told up to now, by id, in the order in which it was told; of an id that nothing
   * was told of: an empty list.
   *
   * @throws ReplayException when Kafka does not answer
   */
  public Map<String, List<EventStatus>> read() {
    try {
      Map<TopicPartition, Long> ends = consumer.endOffsets(next.keySet());
      new TopicScan(consumer, clock)
          .read(
              Map.copyOf(next),
              ends,
              record -> {
                List<EventStatus> told =
                    record.key() == null ? null : statuses.get(new String(record.key(), UTF_8));
                if (told != null && record.value() != null) {
                  told.add(codec.decodeStatus(topic, record.value()));
                }
                return true;
              });
      next.replaceAll((partition, at) -> Math.max(at, ends.getOrDefault(partition, at)));
      return Map.copyOf(statuses);
    } catch (KafkaException e) {
      throw KafkaFailures.whileReading(topic, e);
    }
  }

  @Override
  public void close() {
    consumer.close();
    cluster.close();
  }
}
