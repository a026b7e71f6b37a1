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

  private static final int TRANSACTION_TIMEOUT_MS = 30_000;

  private static final String IGNORE_KEYS = ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG;

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
          "transactional.id cannot be set: EventPublisher publishes events outside of transactions,"
              + " and for large workflows names its own");
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

  /**
   * The settings of the producer of workflows that take more than one record.
   *
   * @param name of the publisher, which no other one has: two of one name would stop each other
   */
  static Map<String, Object> transactional(Map<String, ?> users, String name) {
    Map<String, Object> settings = of(users);
    // What a killed service has left open holds up the pipeline for so long.
    settings.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "sluice-publisher-" + name);
    settings.computeIfPresent(ProducerConfig.CLIENT_ID_CONFIG, (key, id) -> id + "-workflows");
    return settings;
  }

  /**
   * To be asked where workflows are published: what comes of their steps is told where the id leads
   * to, so they must be there whole.
   *
   * @throws IllegalArgumentException when a setting would take a workflow elsewhere, or apart
   */
  static void refuseOtherPartitions(Map<String, ?> users) {
    String set =
        users.get(ProducerConfig.PARTITIONER_CLASS_CONFIG) != null
            ? ProducerConfig.PARTITIONER_CLASS_CONFIG
            : "true".equals(String.valueOf(users.get(IGNORE_KEYS))) ? IGNORE_KEYS : "";
    if (!set.isEmpty()) {
      throw new IllegalArgumentException(
          set
              + " cannot be set on a publisher of workflows: all that is told of a workflow must be"
              + " on the partition that its id leads to; publish events that need it with another"
              + " publisher");
    }
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
