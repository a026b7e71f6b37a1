package io.sluice.processor.kafka;

import io.sluice.schema.TopicNames;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The stream threads of one pipeline: a {@link Pulse} for each, and the consumers that keep it. The
 * clients are Kafka's own; only the main consumer's sleep is watched. Thread-safe.
 *
 * <p>With {@code group.protocol=streams}, Kafka Streams makes its main consumer itself: then nobody
 * watches, and stages are run by the clock alone.
 */
public final class StreamThreads implements KafkaClientSupplier {
  private final ThreadLocal<Pulse> pulses = ThreadLocal.withInitial(Pulse::new);
  private final InstantSource clock;
  private final String retryTopic;
  private final String workflowTopic;

  /**
   * For one pipeline.
   *
   * @param clock the time, as Kafka Streams has it
   * @param names the pipeline's topics: retries are read on while the sources are held back, and so
   *     is what workflows are told, since it runs nothing by itself
   */
  public StreamThreads(InstantSource clock, TopicNames names) {
    this.clock = clock;
    this.retryTopic = names.retry();
    this.workflowTopic = names.workflow();
  }

  /** The pulse of the calling thread. */
  public Pulse pulse() {
    return pulses.get();
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return WatchedConsumer.of(consumer(config), this);
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return consumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return consumer(config);
  }

  InstantSource clock() {
    return clock;
  }

  String retryTopic() {
    return retryTopic;
  }

  String workflowTopic() {
    return workflowTopic;
  }

  private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
