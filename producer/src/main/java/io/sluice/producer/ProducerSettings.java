package io.sluice.producer;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the Kafka producer: the user's own over Sluice's defaults, except for those on
 * which a promise rests.
 */
final class ProducerSettings {
  private static final String SERIALIZER = ByteArraySerializer.class.getName();

  /**
   * Kafka's own default of 60 s holds a caller's thread for a minute when a broker is down; ten
   * seconds outlast a change of leader.
   */
  private static final int MAX_BLOCK_MS = 10_000;

  private ProducerSettings() {}

  /**
   * @throws IllegalArgumentException when a setting would let an acknowledged event be lost or
   *     written twice, or would change the bytes
   */
  static Map<String, Object> of(Map<String, ?> users) {
    requireOneOf(users, ProducerConfig.ACKS_CONFIG, "all", "-1");
    requireOneOf(users, ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    requireOneOf(users, ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, SERIALIZER);
    requireOneOf(users, ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, SERIALIZER);
    if (users.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG) != null) {
      throw new IllegalArgumentException(
          "transactional.id cannot be set: EventPublisher publishes outside of transactions");
    }
    Map<String, Object> settings = new HashMap<>();
    // lz4 rather than zstd: the batches of a service are small, and its CPU belongs to the service.
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
    settings.putAll(users);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, SERIALIZER);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, SERIALIZER);
    return settings;
  }

  private static void requireOneOf(Map<String, ?> users, String key, String... allowed) {
    @Nullable Object value = users.get(key);
    if (value == null) {
      return;
    }
    String text = value instanceof Class<?> type ? type.getName() : value.toString();
    for (String one : allowed) {
      if (one.equals(text.toLowerCase(Locale.ROOT)) || one.equals(text)) {
        return;
      }
    }
    throw new IllegalArgumentException(
        key
            + "="
            + text
            + " cannot be used: EventPublisher needs "
            + allowed[0]
            + (key.equals(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG)
                ? "; choose the serializer of events with sluice.serde"
                : ""));
  }
}
