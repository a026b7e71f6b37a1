package io.sluice.bench.contestant;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import io.sluice.bench.topic.EventId;
import java.time.Duration;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Confluent Parallel Consumer in the order of keys, at least once, offsets committed as by default
 * (periodically, without waiting). Keys are read as text: it tells byte arrays apart by identity,
 * so with those there would be no order at all.
 */
final class ParallelConsumerLoop implements Contestant {
  static final String CONCURRENCY = "concurrency";

  private final Surroundings surroundings;
  private @Nullable ParallelStreamProcessor<String, byte[]> processor;

  ParallelConsumerLoop(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void start(EventWork work) {
    KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            ConsumerSettings.of(surroundings),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    ParallelStreamProcessor<String, byte[]> starting =
        ParallelStreamProcessor.createEosStreamProcessor(
            ParallelConsumerOptions.<String, byte[]>builder()
                .consumer(consumer)
                .ordering(ProcessingOrder.KEY)
                .maxConcurrency(surroundings.number(CONCURRENCY))
                .defaultMessageRetryDelay(Duration.ofSeconds(1))
                .build());
    starting.subscribe(surroundings.topics());
    starting.poll(
        context -> {
          try {
            work.handle(EventId.sequence(context.value()));
          } catch (RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    processor = starting;
  }

  @Override
  public @Nullable String failure() {
    ParallelStreamProcessor<String, byte[]> running = processor;
    return running != null && running.isClosedOrFailed() ? "it has closed itself" : null;
  }

  @Override
  public void close() {
    ParallelStreamProcessor<String, byte[]> running = processor;
    if (running != null) {
      running.closeDrainFirst(Duration.ofSeconds(30));
    }
  }
}
