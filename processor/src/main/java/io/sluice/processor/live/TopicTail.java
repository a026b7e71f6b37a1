package io.sluice.processor.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The one partition of a topic, read up to its end each time it is asked, from where it stopped the
 * time before; the first time from its beginning. Not thread-safe.
 */
final class TopicTail implements AutoCloseable {
  /** How long the broker keeps a question to which it has no answer yet, ms. */
  private static final int FETCH_WAIT_MS = 100;

  /** Short, for whoever waits wants to know what is wrong. */
  private static final int API_TIMEOUT_MS = 10_000;

  private static final Duration POLL = Duration.ofMillis(50);
  private static final int MOST_POLLS_WITHOUT_PROGRESS = 400;

  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition only;

  /**
   * @param kafka settings of a consumer
   */
  TopicTail(Map<String, ?> kafka, String topic) {
    this.only = new TopicPartition(topic, 0);
    consumer =
        new KafkaConsumer<>(
            settings(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(List.of(only));
    consumer.seekToBeginning(List.of(only));
  }

  /** Of a consumer that is in no group and sees what is committed. */
  static Map<String, Object> settings(Map<String, ?> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "1");
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS);
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS);
    // A broker that is back is to be heard at once.
    settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 250);
    return settings;
  }

  /**
   * Shows what is new, each record's key and value, null for a tombstone.
   *
   * @throws org.apache.kafka.common.KafkaException when it cannot be read
   */
  void more(BiConsumer<String, byte @Nullable []> visitor) {
    long end = consumer.endOffsets(List.of(only)).getOrDefault(only, 0L);
    long before = -1;
    int idle = 0;
    for (long at = consumer.position(only); at < end; at = consumer.position(only)) {
      idle = at == before ? idle + 1 : 0;
      before = at;
      if (idle > MOST_POLLS_WITHOUT_PROGRESS) {
        throw new TimeoutException("nothing came of " + only.topic() + " up to its end");
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.key() != null) {
          visitor.accept(new String(record.key(), UTF_8), record.value());
        }
      }
    }
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }
}
