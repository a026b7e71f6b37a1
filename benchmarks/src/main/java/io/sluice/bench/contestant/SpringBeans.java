package io.sluice.bench.contestant;

import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.retrytopic.RetryTopicConfigurationSupport;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** The beans of {@link SpringListener}. Public and open, as Spring needs it. */
@Configuration(proxyBeanMethods = false)
@EnableKafka
public class SpringBeans extends RetryTopicConfigurationSupport {
  private final Surroundings surroundings;

  SpringBeans(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  protected void configureCustomizers(CustomizersConfigurer customizers) {
    if (surroundings.settings().containsKey(SpringListener.SEEK_AFTER_ERROR)) {
      boolean seek = surroundings.is(SpringListener.SEEK_AFTER_ERROR);
      customizers.customizeErrorHandler(handler -> handler.setSeekAfterError(seek));
    }
  }

  @Bean
  static PropertySourcesPlaceholderConfigurer placeholders() {
    return new PropertySourcesPlaceholderConfigurer();
  }

  @Bean
  ConsumerFactory<byte[], byte[]> consumerFactory() {
    return new DefaultKafkaConsumerFactory<>(
        ConsumerSettings.of(surroundings),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  @Bean
  ConcurrentKafkaListenerContainerFactory<byte[], byte[]> kafkaListenerContainerFactory(
      ConsumerFactory<byte[], byte[]> consumers) {
    ConcurrentKafkaListenerContainerFactory<byte[], byte[]> factory =
        new ConcurrentKafkaListenerContainerFactory<>();
    factory.setConsumerFactory(consumers);
    return factory;
  }

  @Bean
  KafkaTemplate<byte[], byte[]> defaultRetryTopicKafkaTemplate() {
    return new KafkaTemplate<>(
        new DefaultKafkaProducerFactory<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, surroundings.servers().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer()));
  }

  @Bean
  KafkaAdmin kafkaAdmin() {
    return new KafkaAdmin(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, surroundings.servers().bootstrapServers()));
  }

  @Bean
  ThreadPoolTaskScheduler taskScheduler() {
    return new ThreadPoolTaskScheduler();
  }
}
