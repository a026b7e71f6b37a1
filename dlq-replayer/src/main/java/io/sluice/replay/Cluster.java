package io.sluice.replay;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/**
 * The Kafka clients that reading and replaying need, made on demand; who asks for one closes it.
 */
interface Cluster extends AutoCloseable {

  /** Reads committed records only, commits nothing by itself, makes no topic. */
  Consumer<byte[], byte[]> consumer(String group);

  Producer<byte[], byte[]> producer(String transactionalId);

  Optional<TopicFacts> find(String topic);

  /** The largest record batch, in bytes, that the topic takes; empty when that may not be asked. */
  OptionalInt largestBatch(String topic);

  /** Makes the topic, ready to be written to; does nothing if it is there. */
  void ensure(TopicWish wish);

  /** Takes away what lies before these offsets. */
  void deleteBefore(Map<TopicPartition, Long> offsets);

  @Override
  void close();
}
