package io.sluice.bench.contestant;

import io.sluice.bench.topic.EventId;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.BackOff;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.RetryableTopic;

/** The listener of {@link SpringListener}. Public, as Spring needs it. */
public final class SpringHandler {
  private final EventWork work;

  SpringHandler(EventWork work) {
    this.work = work;
  }

  /** One attempt at one event. */
  @RetryableTopic(
      attempts = "5",
      backOff = @BackOff(delay = 1000),
      numPartitions = "6",
      replicationFactor = "1",
      retryTopicSuffix = "-${bench.run}-retry",
      dltTopicSuffix = "-${bench.run}-dlt")
  @KafkaListener(topics = "${bench.topic}", groupId = "${bench.run}", concurrency = "6")
  void handle(ConsumerRecord<byte[], byte[]> event) throws Exception {
    work.handle(EventId.sequence(event.value()));
  }
}
