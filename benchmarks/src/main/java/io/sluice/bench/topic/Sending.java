package io.sluice.bench.topic;

import io.sluice.schema.EncodedEvent;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes a benchmark's events, the same way for every contestant. Not compressed. */
public final class Sending implements AutoCloseable {
  private final Producer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  private Sending(Map<String, Object> settings) {
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Many events, as fast as they go. */
  public static Sending inBulk(String bootstrapServers) {
    return new Sending(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.LINGER_MS_CONFIG,
            20,
            ProducerConfig.BATCH_SIZE_CONFIG,
            256 * 1024));
  }

  /** Each event by itself, without waiting for more. */
  public static Sending atOnce(String bootstrapServers) {
    return new Sending(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.LINGER_MS_CONFIG,
            0));
  }

  public void send(String topic, EncodedEvent event) {
    send(topic, event, new RecordHeaders());
  }

  public void send(String topic, EncodedEvent event, Headers headers) {
    Future<RecordMetadata> unused =
        producer.send(
            new ProducerRecord<>(
                topic, null, event.timestampMs(), event.key(), event.value(), headers),
            (landed, failed) -> {
              if (failed != null) {
                failure.compareAndSet(null, failed);
              }
            });
  }

  /**
   * Waits until everything is written.
   *
   * @throws IllegalStateException if something could not be
   */
  public void flush() {
    producer.flush();
    Exception failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("an event could not be written", failed);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
