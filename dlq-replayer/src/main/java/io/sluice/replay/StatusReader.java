package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.schema.EventCodec;
import io.sluice.schema.avro.EventStatus;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/** What a pipeline has told of an event, from its status topic. Writes nothing. Thread-safe. */
public final class StatusReader {
  private final Map<String, ?> kafka;
  private final EventCodec codec;
  private final Clock clock;

  /**
   * @param kafka settings for Kafka clients
   */
  public StatusReader(Map<String, ?> kafka, EventCodec codec, Clock clock) {
    this.kafka = Map.copyOf(kafka);
    this.codec = codec;
    this.clock = clock;
  }

  /**
   * The statuses of an event, in the order in which they were written, up to now; empty when there
   * is no such topic.
   *
   * @throws ReplayException when Kafka does not answer
   * @throws io.sluice.schema.EventFormatException when a status of the event cannot be read
   */
  public Optional<List<EventStatus>> read(String topic, String id) {
    try (Cluster cluster = new RemoteCluster(kafka)) {
      return cluster.find(topic).map(facts -> read(cluster, facts, id));
    } catch (KafkaException e) {
      throw KafkaFailures.whileReading(topic, e);
    }
  }

  private List<EventStatus> read(Cluster cluster, TopicFacts topic, String id) {
    byte[] key = id.getBytes(UTF_8);
    // Where a producer with the default partitioner puts that key.
    int partition = Utils.toPositive(Utils.murmur2(key)) % topic.partitions();
    Set<TopicPartition> partitions = Set.of(new TopicPartition(topic.name(), partition));
    List<EventStatus> statuses = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer = cluster.consumer(topic.name() + ".reader")) {
      consumer.assign(partitions);
      new TopicScan(consumer, clock)
          .read(
              consumer.beginningOffsets(partitions),
              consumer.endOffsets(partitions),
              record -> {
                if (Arrays.equals(record.key(), key) && record.value() != null) {
                  statuses.add(codec.decodeStatus(topic.name(), record.value()));
                }
                return true;
              });
    }
    return statuses;
  }
}
