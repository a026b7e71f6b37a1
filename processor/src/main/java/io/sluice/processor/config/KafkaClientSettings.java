package io.sluice.processor.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The {@code kafka:} block as one client takes it, by the rules of Kafka Streams: a client gets the
 * settings that it knows, and those with its prefix win.
 */
public final class KafkaClientSettings {
  /** What belongs to the pipeline's own consumer group; "streams" is no protocol of a consumer. */
  private static final Set<String> OF_THE_GROUP = Set.of("group.protocol", "group.instance.id");

  private KafkaClientSettings() {}

  /** For an admin client. */
  public static Map<String, Object> admin(PipelineConfig config) {
    return of(config, AdminClientConfig.configNames(), "admin.");
  }

  /** For a consumer beside Kafka Streams' own. */
  public static Map<String, Object> consumer(PipelineConfig config) {
    return of(config, ConsumerConfig.configNames(), "consumer.");
  }

  /** For a producer beside Kafka Streams' own. */
  public static Map<String, Object> producer(PipelineConfig config) {
    return of(config, ProducerConfig.configNames(), "producer.");
  }

  private static Map<String, Object> of(PipelineConfig config, Set<String> known, String prefix) {
    Map<String, Object> settings = new HashMap<>(config.kafka());
    settings.keySet().retainAll(known);
    settings.keySet().removeAll(OF_THE_GROUP);
    config
        .kafka()
        .forEach(
            (key, value) -> {
              if (key.startsWith(prefix)) {
                settings.put(key.substring(prefix.length()), value);
              }
            });
    return settings;
  }
}
