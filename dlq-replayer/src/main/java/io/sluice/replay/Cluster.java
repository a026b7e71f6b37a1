package io.sluice.replay;

import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * The Kafka clients that reading and replaying need, made on demand; who asks for one closes it.
 */
interface Cluster extends AutoCloseable {

  /** Reads committed records only, commits nothing by itself, makes no topic. */
  Consumer<byte[], byte[]> consumer(String group);

  Producer<byte[], byte[]> producer(String transactionalId);

  Optional<TopicFacts> find(String topic);

  /**
   * Makes a compacted topic of one partition, ready to be written to; does nothing if it is there.
   */
  void ensureCompacted(String topic, short replication);

  @Override
  void close();
}
