package io.sluice.processor.topics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.processor.config.KafkaClientSettings;
import io.sluice.processor.config.PipelineConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** What a pipeline remembers about itself: the latest record of each key of its control topic. */
final class ControlTopic {
  private static final String SOURCE_PARTITIONS = "source-partitions";
  private static final Duration POLL = Duration.ofMillis(100);

  private final PipelineConfig config;
  private final String topic;
  private final BrokerCalls calls;
  private final ObjectMapper json = new ObjectMapper();

  ControlTopic(PipelineConfig config, String topic, BrokerCalls calls) {
    this.config = config;
    this.topic = topic;
    this.calls = calls;
  }

  /** The partition counts at the last start; empty when none were written yet. */
  Map<String, Integer> sourcePartitions() {
    Map<String, Object> settings = KafkaClientSettings.consumer(config);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, topic + "-reader");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, calls.timeoutMs());
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      String latest = latest(consumer);
      return latest == null ? Map.of() : parsed(latest);
    } catch (TimeoutException e) {
      throw calls.unavailable(e);
    }
  }

  private @Nullable String latest(KafkaConsumer<String, String> consumer) {
    TopicPartition only = new TopicPartition(topic, 0);
    consumer.assign(List.of(only));
    consumer.seekToBeginning(List.of(only));
    long end = consumer.endOffsets(List.of(only)).getOrDefault(only, 0L);
    List<String> written = new ArrayList<>();
    boolean readToItsEnd =
        calls.within(
            calls.patience(),
            () -> {
              consumer.poll(POLL).forEach(record -> written.addAll(sourcePartitions(record)));
              return consumer.position(only) >= end;
            });
    if (!readToItsEnd) {
      throw new TimeoutException("could not read " + topic + " to its end");
    }
    return written.isEmpty() ? null : written.get(written.size() - 1);
  }

  private static List<String> sourcePartitions(ConsumerRecord<String, String> record) {
    boolean ours = SOURCE_PARTITIONS.equals(record.key()) && record.value() != null;
    return ours ? List.of(record.value()) : List.of();
  }

  private Map<String, Integer> parsed(String value) {
    try {
      return json.readValue(value, new TypeReference<TreeMap<String, Integer>>() {});
    } catch (JsonProcessingException e) {
      throw new TopicException(
          "topic "
              + topic
              + " holds something that Sluice did not write under the key "
              + SOURCE_PARTITIONS
              + "; is it used by another program? Give the pipeline another name",
          e);
    }
  }

  /** Remembers the counts; returns when all in-sync replicas have them. */
  void rememberSourcePartitions(Map<String, Integer> counts) {
    Map<String, Object> settings = KafkaClientSettings.producer(config);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, topic + "-writer");
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, calls.timeoutMs());
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      String value = json.writeValueAsString(new TreeMap<>(counts));
      acknowledged(producer.send(new ProducerRecord<>(topic, 0, SOURCE_PARTITIONS, value)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of names and numbers is always JSON", e);
    }
  }

  private void acknowledged(Future<?> sent) {
    try {
      sent.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TimeoutException timeout) {
        throw calls.unavailable(timeout);
      }
      throw new TopicException(
          "topic " + topic + " cannot be written: " + BrokerCalls.reason(e), e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
