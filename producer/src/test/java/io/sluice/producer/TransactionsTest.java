package io.sluice.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class TransactionsTest {
  private static final String TOPIC = "shop.workflow";
  private static final List<ProducerRecord<byte[], byte[]>> RECORDS =
      List.of(record("1"), record("2"));

  private final List<MockProducer<byte[], byte[]>> made = new ArrayList<>();
  private final Transactions transactions =
      new Transactions(
          () -> {
            made.add(producer());
            return made.get(made.size() - 1);
          });

  @Test
  void records_areCommittedOnOneProducerThatIsMadeWhenNeeded() {
    assertThat(made).isEmpty();

    assertThat(transactions.send(RECORDS).topic()).isEqualTo(TOPIC);
    transactions.send(RECORDS);

    assertThat(made).hasSize(1);
    assertThat(made.get(0).commitCount()).isEqualTo(2);
    assertThat(made.get(0).history()).hasSize(4);
  }

  @Test
  void failedSend_isAbortedAndTheProducerKept() {
    transactions.send(RECORDS);
    made.get(0).commitTransactionException = new KafkaException("a send failed");

    assertThatThrownBy(() -> transactions.send(RECORDS)).hasMessage("a send failed");
    made.get(0).commitTransactionException = null;
    transactions.send(RECORDS);

    assertThat(made).hasSize(1);
    assertThat(made.get(0).history()).hasSize(4);
  }

  @Test
  void producerThatCannotEvenAbort_isReplaced() {
    transactions.send(RECORDS);
    made.get(0).commitTransactionException = new ProducerFencedException("fenced");
    made.get(0).abortTransactionException = new ProducerFencedException("fenced");

    assertThatThrownBy(() -> transactions.send(RECORDS))
        .isInstanceOf(ProducerFencedException.class);
    transactions.send(RECORDS);

    assertThat(made).hasSize(2);
    assertThat(made.get(0).closed()).isTrue();
  }

  @Test
  void commitWithoutAnswer_isAskedForAgainAndThenUnknown() {
    transactions.send(RECORDS);
    made.get(0).commitTransactionException = new TimeoutException("no answer");

    assertThatThrownBy(() -> transactions.send(RECORDS)).isInstanceOf(TimeoutException.class);

    assertThat(made.get(0).closed()).isTrue();
  }

  /** A commit that is under way may still get there. */
  @Test
  void commitThatIsInterrupted_isUnknown_andTheThreadStaysInterrupted() {
    transactions.send(RECORDS);
    made.get(0).commitTransactionException = new InterruptException("interrupted");

    assertThatThrownBy(() -> transactions.send(RECORDS)).isInstanceOf(TimeoutException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(made.get(0).closed()).isTrue();
    transactions.send(RECORDS);
    assertThat(made).hasSize(2);
  }

  @Test
  void producerThatCannotBegin_isClosedAndNotKept() {
    KafkaException down = new TimeoutException("awaiting InitProducerId");
    List<MockProducer<byte[], byte[]>> unusable = new ArrayList<>();
    Transactions cannotBegin =
        new Transactions(
            () -> {
              MockProducer<byte[], byte[]> producer = producer();
              producer.initTransactionException = down;
              unusable.add(producer);
              return producer;
            });

    assertThatThrownBy(() -> cannotBegin.send(RECORDS)).isSameAs(down);
    assertThatThrownBy(() -> cannotBegin.send(RECORDS)).isSameAs(down);

    assertThat(unusable).hasSize(2).allMatch(MockProducer::closed);
  }

  @Test
  void afterClose_nothingIsSent() {
    transactions.send(RECORDS);

    transactions.close();

    assertThat(made.get(0).closed()).isTrue();
    assertThatThrownBy(() -> transactions.send(RECORDS)).isInstanceOf(IllegalStateException.class);
  }

  private static ProducerRecord<byte[], byte[]> record(String value) {
    return new ProducerRecord<>(TOPIC, new byte[] {1}, value.getBytes(UTF_8));
  }

  private static MockProducer<byte[], byte[]> producer() {
    Node node = new Node(0, "localhost", 9092);
    PartitionInfo partition =
        new PartitionInfo(TOPIC, 0, node, new Node[] {node}, new Node[] {node});
    Cluster cluster = new Cluster("c", List.of(node), List.of(partition), Set.of(), Set.of());
    return new MockProducer<>(
        cluster,
        true,
        new RoundRobinPartitioner(),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
