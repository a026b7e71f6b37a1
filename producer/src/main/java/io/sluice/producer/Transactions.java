package io.sluice.producer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Records that become readable all at once or not at all, on a producer that is made when first
 * needed. Thread-safe; one transaction at a time, on the caller's thread.
 */
final class Transactions implements AutoCloseable {
  private final Supplier<Producer<byte[], byte[]>> making;
  private @Nullable Producer<byte[], byte[]> producer;
  private boolean closed;

  /**
   * @param making makes a producer with a transactional id, not yet used
   */
  Transactions(Supplier<Producer<byte[], byte[]>> making) {
    this.making = making;
  }

  /**
   * Sends records of one topic, and returns once they are readable.
   *
   * @return where the first one landed
   * @throws TimeoutException when it is not known whether they are or will be
   * @throws KafkaException for any other reason; none of them is readable
   * @throws IllegalStateException when closed
   */
  synchronized RecordMetadata send(List<ProducerRecord<byte[], byte[]>> records) {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    Producer<byte[], byte[]> using = ready();
    CompletableFuture<RecordMetadata> first = new CompletableFuture<>();
    // Asked once: each send would wait for a missing topic anew.
    using.partitionsFor(records.get(0).topic());
    try {
      using.beginTransaction();
      for (ProducerRecord<byte[], byte[]> record : records) {
        // A failed send fails the commit, which tells why.
        Future<RecordMetadata> unused =
            using.send(record, (landed, failure) -> first.complete(landed));
      }
      using.flush();
    } catch (KafkaException e) {
      abort(using);
      throw e;
    }
    commit(using);
    return first.join();
  }

  private Producer<byte[], byte[]> ready() {
    if (producer != null) {
      return producer;
    }
    Producer<byte[], byte[]> made = making.get();
    try {
      made.initTransactions();
    } catch (KafkaException e) {
      closed(made);
      throw e;
    }
    producer = made;
    return made;
  }

  private void commit(Producer<byte[], byte[]> using) {
    try {
      using.commitTransaction();
    } catch (TimeoutException maybeOnItsWay) {
      // Kafka allows no abort from here; asking again is what it recommends.
      try {
        using.commitTransaction();
      } catch (KafkaException e) {
        dropped(using);
        throw new TimeoutException("the commit was not confirmed", maybeOnItsWay);
      }
    } catch (InterruptException whileItWasOnItsWay) {
      dropped(using);
      throw new TimeoutException("the wait for the commit was interrupted", whileItWasOnItsWay);
    } catch (KafkaException e) {
      abort(using);
      throw e;
    }
  }

  /** Where even that fails, the producer is of no use any more; the next one begins afresh. */
  private void abort(Producer<byte[], byte[]> using) {
    try {
      using.abortTransaction();
    } catch (KafkaException | IllegalStateException fatal) {
      dropped(using);
    }
  }

  /** What it has left open, the brokers abort when its time is over. */
  private void dropped(Producer<byte[], byte[]> using) {
    producer = null;
    closed(using);
  }

  /** Of a thread that is interrupted too, and stays so: its flag would end the closing half-way. */
  private static void closed(Producer<byte[], byte[]> using) {
    boolean interrupted = Thread.interrupted();
    try {
      using.close(Duration.ZERO);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for the transaction that is under way. */
  @Override
  public synchronized void close() {
    closed = true;
    if (producer != null) {
      producer.close();
    }
  }
}
