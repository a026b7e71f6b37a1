package io.sluice.bench.contestant;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** The settings of every consumer that a contestant does not make by itself: Kafka's defaults. */
final class ConsumerSettings {
  private ConsumerSettings() {}

  static Map<String, Object> of(Surroundings surroundings) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, surroundings.servers().bootstrapServers());
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, surroundings.run());
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return settings;
  }
}
