package io.sluice.processor.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.processor.control.ControlBook;
import io.sluice.processor.control.ControlFormatException;
import io.sluice.processor.control.ControlRecord;
import io.sluice.processor.control.ControlState;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reading of a control topic, from its beginning on. It is no member of a group and commits
 * nothing: every instance reads all of it. Not thread-safe; but {@link #wakeUp} may be called from
 * anywhere.
 */
final class ControlReading implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlReading.class);

  private static final Duration POLL = Duration.ofMillis(250);
  private static final int MOST_TOLD = 20;

  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition only;
  private final ControlBook book = new ControlBook();
  private final Set<String> unreadable = new HashSet<>();

  /**
   * @param kafka settings of a consumer
   */
  ControlReading(Map<String, ?> kafka, String topic) {
    this.only = new TopicPartition(topic, 0);
    Map<String, Object> settings = TopicTail.settings(kafka);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, topic + "-follower");
    consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Reads up to where the topic ends now; blocks, and fails where the broker does not answer. */
  void catchUp() {
    consumer.assign(List.of(only));
    consumer.seekToBeginning(List.of(only));
    long end = consumer.endOffsets(List.of(only)).getOrDefault(only, 0L);
    while (consumer.position(only) < end) {
      more();
    }
  }

  /** Takes in what is new, waiting for it a short while; true if what holds has changed. */
  boolean more() {
    boolean changed = false;
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      changed |= add(record);
    }
    return changed;
  }

  List<ControlRecord.Cancel> dropExpired(long nowMs) {
    return book.dropExpired(nowMs);
  }

  ControlState state() {
    return book.state();
  }

  void wakeUp() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }

  private boolean add(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return false;
    }
    String key = new String(record.key(), UTF_8);
    try {
      return book.add(key, record.value());
    } catch (ControlFormatException e) {
      if (unreadable.size() < MOST_TOLD && unreadable.add(key)) {
        LOG.warn(
            "A record of {} at offset {} is skipped: {}",
            only.topic(),
            record.offset(),
            e.getMessage());
      }
      return false;
    }
  }
}
