package io.sluice.cli;

import io.sluice.processor.parked.ParkedLine;
import io.sluice.processor.parked.ParkedOrder;
import io.sluice.schema.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts orders about parked events where the task that holds them reads. They are carried out once
 * the pipeline has committed past them: its offset and what it did with an order commit together.
 */
final class OrderDelivery {
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final TopicNames names;
  private final ConnectionOptions connection;
  private final Admin admin;

  /**
   * An order that is written.
   *
   * @param line what it is about, as it was before
   * @param place the partition of the retry topic
   * @param offset where in it
   */
  record Sent(ParkedLine line, TopicPartition place, long offset) {}

  OrderDelivery(TopicNames names, ConnectionOptions connection, Admin admin) {
    this.names = names;
    this.connection = connection;
    this.admin = admin;
  }

  List<Sent> send(ParkedOrder order, List<ParkedLine> lines) {
    Map<String, Object> settings = connection.kafkaConfig();
    settings.put("acks", "all");
    settings.put("enable.idempotence", true);
    List<Sent> sent = new ArrayList<>();
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (ParkedLine line : lines) {
        TopicPartition place = new TopicPartition(names.retry(), line.partition());
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(
                place.topic(), place.partition(), null, line.key(), null, order.headers());
        sent.add(new Sent(line, place, written(producer.send(record)).offset()));
      }
    }
    return sent;
  }

  /**
   * @return false when they are not carried out in that time
   */
  boolean awaitCarriedOut(List<Sent> sent, Duration patience) {
    long start = System.nanoTime();
    while (!sent.stream().allMatch(this::isCarriedOut)) {
      if (System.nanoTime() - start >= patience.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
    return true;
  }

  private boolean isCarriedOut(Sent one) {
    return TopicAdmin.committed(admin, names.pipeline(), one.place()) > one.offset();
  }

  private RecordMetadata written(Future<RecordMetadata> writing) {
    try {
      return writing.get();
    } catch (ExecutionException e) {
      throw new UserErrorException(
          "The order was not written to " + names.retry() + ": " + Failures.rootMessage(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserErrorException("interrupted");
    }
  }
}
