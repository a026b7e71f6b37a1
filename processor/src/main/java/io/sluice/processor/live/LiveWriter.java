package io.sluice.processor.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.processor.config.KafkaClientSettings;
import io.sluice.processor.config.PipelineConfig;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes small records to partition 0 of topics, in order, on a thread of its own: whoever writes
 * does not wait, and what cannot be written is logged. Idempotent, so nothing is written twice.
 * Connects with the first record. Thread-safe.
 */
public final class LiveWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveWriter.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

  /** More than that wait only while the broker is away, and then the newest are worth nothing. */
  private static final int MOST_WAITING = 1_000;

  private final Map<String, Object> settings;
  private final ExecutorService thread;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile @Nullable Producer<byte[], byte[]> producer;

  /** A writer for a pipeline's own topics; does not connect yet. */
  public LiveWriter(PipelineConfig config) {
    this.settings = KafkaClientSettings.producer(config);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, config.pipeline() + "-live-writer");
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, "0");
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L * 1024 * 1024);
    settings.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
    this.thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread made = new Thread(work, "sluice-live-writer");
              made.setDaemon(true);
              return made;
            });
  }

  /**
   * Writes a record as soon as it can.
   *
   * @param value null: a tombstone
   */
  void write(String topic, String key, byte @Nullable [] value) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      LOG.warn("{} of {} is not written: {} others wait for the broker", key, topic, MOST_WAITING);
      return;
    }
    try {
      thread.execute(() -> send(topic, key, value));
    } catch (RejectedExecutionException closed) {
      waiting.decrementAndGet();
      LOG.debug("{} of {} is not written: closed", key, topic);
    }
  }

  /** True if nothing waits to be written. */
  boolean isIdle() {
    return waiting.get() == 0;
  }

  private void send(String topic, String key, byte @Nullable [] value) {
    try {
      var unused =
          connected()
              .send(
                  new ProducerRecord<>(topic, 0, key.getBytes(UTF_8), value),
                  (written, failure) -> ended(topic, key, failure));
    } catch (KafkaException | IllegalStateException e) {
      ended(topic, key, e);
    }
  }

  private void ended(String topic, String key, @Nullable Exception failure) {
    waiting.decrementAndGet();
    if (failure != null) {
      LOG.warn("Cannot write {} to {}: {}", key, topic, failure.getMessage());
    }
  }

  /** Of the one thread. */
  private Producer<byte[], byte[]> connected() {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      open = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
      producer = open;
    }
    return open;
  }

  /** Writes what waits, for a few seconds at the most. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
    Producer<byte[], byte[]> open = producer;
    if (open != null) {
      open.close(CLOSE_WITHIN);
    }
  }
}
