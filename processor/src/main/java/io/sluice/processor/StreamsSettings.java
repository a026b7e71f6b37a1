package io.sluice.processor;

import io.sluice.processor.config.EngineConfig;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.topology.PipelineTopology;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of Kafka Streams: what the promises need, over what the user passes through. */
final class StreamsSettings {
  private StreamsSettings() {}

  static Properties of(PipelineConfig config) {
    Properties settings = new Properties();
    settings.putAll(defaults(config));
    settings.putAll(config.kafka());
    settings.putAll(promised(config));
    return settings;
  }

  /** What a user may change. */
  private static Map<String, Object> defaults(PipelineConfig config) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
    // Completions and due events wake the stream thread, except with group.protocol=streams, where
    // it sees them only when it comes by.
    boolean watched = !"streams".equalsIgnoreCase(config.kafka().get("group.protocol"));
    settings.put(StreamsConfig.POLL_MS_CONFIG, watched ? 100 : 5);
    settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 1);
    settings.put(
        StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) config.topics().replicationFactor());
    // A broker that is away is waited for, and the health check tells; see ThreadReplacement.
    settings.put(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, 10 * 60_000L);
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, PipelineTopology.rocksMemory());
    // There is no global thread; this only keeps Kafka Streams from warning about it.
    settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
    settings.put(main(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
    settings.put(main(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 2_000);
    settings.put(main(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    // What was read comes through even when no more is to be read: a bound on in-flight events.
    settings.put(main(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 500);
    settings.put(producer(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    // Small records in great number: each batch that is full wakes the producer's own thread.
    settings.put(producer(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024);
    // A retry or dead letter is its event and some headers: it must pass wherever the event did.
    settings.put(producer(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), 16 * 1024 * 1024);
    // Ten seconds, Kafka Streams' default, is less than a slow handler may take (KAFKA-20785).
    settings.put(producer(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 60_000);
    return settings;
  }

  /** What the promises rest on. */
  private static Map<String, Object> promised(PipelineConfig config) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.pipeline());
    settings.putAll(guarantee(config.engine().guarantee()));
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
    settings.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
    // An idle retry topic must not hold up the sources of its task.
    settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);
    return settings;
  }

  private static Map<String, Object> guarantee(EngineConfig.Guarantee guarantee) {
    return switch (guarantee) {
      case EXACTLY_ONCE ->
          Map.of(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
      case AT_LEAST_ONCE ->
          Map.of(
              StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
              StreamsConfig.AT_LEAST_ONCE,
              // Kafka Streams sets it only with exactly-once, but what others took back stays void.
              StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG),
              "read_committed");
    };
  }

  private static String main(String key) {
    return StreamsConfig.mainConsumerPrefix(key);
  }

  private static String producer(String key) {
    return StreamsConfig.producerPrefix(key);
  }
}
