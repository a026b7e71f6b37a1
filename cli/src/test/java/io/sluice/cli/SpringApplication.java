package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.support.serializer.DelegatingByTypeSerializer;
import org.springframework.kafka.support.serializer.ErrorHandlingDeserializer;
import org.springframework.util.backoff.FixedBackOff;

/**
 * A Spring Kafka application that can do nothing with any order: three attempts, then Spring's own
 * recoverer puts it into {@code TOPIC-dlt}.
 */
final class SpringApplication implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long RETRIES = 2;

  private final DefaultKafkaProducerFactory<byte[], Object> producers;
  private final KafkaMessageListenerContainer<byte[], JsonNode> container;

  private SpringApplication(
      DefaultKafkaProducerFactory<byte[], Object> producers,
      KafkaMessageListenerContainer<byte[], JsonNode> container) {
    this.producers = producers;
    this.container = container;
  }

  static SpringApplication start(String bootstrapServers, String topic) {
    Map<String, Object> kafka = Map.of("bootstrap.servers", bootstrapServers);
    Serializer<JsonNode> json = (ignored, data) -> bytes(data);
    DefaultKafkaProducerFactory<byte[], Object> producers =
        new DefaultKafkaProducerFactory<>(
            kafka,
            new ByteArraySerializer(),
            new DelegatingByTypeSerializer(
                Map.of(byte[].class, new ByteArraySerializer(), JsonNode.class, json), true));
    Deserializer<JsonNode> orders = (ignored, data) -> order(data);
    DefaultKafkaConsumerFactory<byte[], JsonNode> consumers =
        new DefaultKafkaConsumerFactory<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "auto.offset.reset",
                "earliest",
                "metadata.max.age.ms",
                1_000),
            new ByteArrayDeserializer(),
            new ErrorHandlingDeserializer<>(orders));
    ContainerProperties properties = new ContainerProperties(topic);
    properties.setGroupId(group(topic));
    properties.setDeliveryAttemptHeader(true);
    properties.setMessageListener(
        (MessageListener<byte[], JsonNode>)
            record -> {
              throw new IllegalStateException(
                  "order cannot be charged", new IOException("card service: no answer"));
            });
    KafkaMessageListenerContainer<byte[], JsonNode> container =
        new KafkaMessageListenerContainer<>(consumers, properties);
    container.setCommonErrorHandler(
        new DefaultErrorHandler(
            new DeadLetterPublishingRecoverer(new KafkaTemplate<>(producers)),
            new FixedBackOff(0, RETRIES)));
    container.start();
    return new SpringApplication(producers, container);
  }

  /** A group for each topic: none waits for the members of another test to be missed. */
  static String group(String topic) {
    return "spring-" + topic;
  }

  @Override
  public void close() {
    container.stop();
    producers.destroy();
  }

  private static JsonNode order(byte[] data) {
    try {
      return JSON.readTree(data);
    } catch (IOException e) {
      throw new SerializationException("this is no order", e);
    }
  }

  private static byte[] bytes(JsonNode data) {
    try {
      return JSON.writeValueAsBytes(data);
    } catch (IOException e) {
      throw new SerializationException(e);
    }
  }
}
