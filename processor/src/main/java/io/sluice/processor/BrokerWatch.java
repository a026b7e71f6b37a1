package io.sluice.processor;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.processor.topics.QueueSizes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the broker every few seconds how much waits in this instance's partitions: the metric {@code
 * sluice_queue_size}, and the proof that the broker is there. Thread-safe.
 */
final class BrokerWatch {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);

  /** How long the broker may be silent before the pipeline is not ready. */
  static final Duration SILENCE = Duration.ofSeconds(10);

  private final QueueSizes sizes;
  private final Supplier<Set<TopicPartition>> partitions;
  private final InstantSource clock;
  private final Map<String, Long> sizeByTopic = new ConcurrentHashMap<>();
  private volatile Instant lastAnswer;
  private volatile @Nullable String trouble;

  BrokerWatch(QueueSizes sizes, Supplier<Set<TopicPartition>> partitions, InstantSource clock) {
    this.sizes = sizes;
    this.partitions = partitions;
    this.clock = clock;
    this.lastAnswer = clock.instant();
  }

  /** Registers {@code sluice_queue_size{pipeline,topic}} for each topic the pipeline reads. */
  void bind(MeterRegistry registry, String pipeline, List<String> topics) {
    for (String topic : topics) {
      Gauge.builder("sluice.queue.size", () -> sizeByTopic.getOrDefault(topic, 0L))
          .description("Records that wait in this instance's partitions of a topic")
          .tags("pipeline", pipeline, "topic", topic)
          .register(registry);
    }
  }

  /** Asks once; blocks until there is an answer or the client's time-out is over. */
  void ask() {
    Set<TopicPartition> mine = partitions.get();
    Map<String, Long> answer = sizes.measure(mine);
    if (answer.isEmpty() && !mine.isEmpty()) {
      trouble = "no answer from the broker since " + lastAnswer;
      LOG.warn("{}; trying again", trouble);
      return;
    }
    sizeByTopic.keySet().retainAll(answer.keySet());
    sizeByTopic.putAll(answer);
    lastAnswer = clock.instant();
    trouble = null;
  }

  /** Why the pipeline is not ready; null when the broker answers. */
  @Nullable String trouble() {
    boolean silent = Duration.between(lastAnswer, clock.instant()).compareTo(SILENCE) > 0;
    String told = trouble;
    return silent && told != null ? told : null;
  }
}
