package io.sluice.bench.contestant;

import io.sluice.bench.topic.EventId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The loop that everybody writes first: poll, handle one after another, commit without waiting. At
 * least once; no retry, no dead letters.
 */
final class PlainConsumer implements Contestant {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Surroundings surroundings;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
  private @Nullable Thread loop;

  PlainConsumer(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.consumer =
        new KafkaConsumer<>(
            ConsumerSettings.of(surroundings),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  @Override
  public void start(EventWork work) {
    consumer.subscribe(surroundings.topics());
    Thread thread = new Thread(() -> run(work), "plain-consumer");
    thread.start();
    loop = thread;
  }

  private void run(EventWork work) {
    try (consumer) {
      while (true) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        for (ConsumerRecord<byte[], byte[]> one : records) {
          work.handle(EventId.sequence(one.value()));
        }
        if (!records.isEmpty()) {
          consumer.commitAsync();
        }
      }
    } catch (WakeupException closed) {
      failure.compareAndSet(null, "closed");
    } catch (Exception e) {
      failure.compareAndSet(null, e.toString());
    }
  }

  @Override
  public @Nullable String failure() {
    return failure.get();
  }

  @Override
  public void close() throws InterruptedException {
    consumer.wakeup();
    Thread running = loop;
    if (running != null) {
      running.join();
    }
  }
}
