package io.sluice.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.producer.PublishFailedException.Reason;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.Step;
import io.sluice.schema.Workflow;
import io.sluice.schema.avro.WorkflowDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalClusterExtension.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class WorkflowPublishingIT {
  private static final int STEPS = 20_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LocalCluster cluster;
  private final String pipeline = "publishing-" + UUID.randomUUID();
  private final String topic = pipeline + ".workflow";

  WorkflowPublishingIT(LocalCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void workflowOf20000Steps_landsWholeInOrderOnOnePartition() {
    cluster.createTopic(topic, 3);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    WorkflowReceipt receipt;
    WorkflowReceipt second;
    try (EventPublisher publisher = publisher().meterRegistry(meters).build()) {
      receipt = publisher.publish(large("w-large")).join();
      second = publisher.publish(large("w-second")).join();
    }
    awaitCommitted(receipt.records() + second.records());

    List<ConsumerRecord<byte[], byte[]>> landed =
        TopicContents.readCommitted(cluster.bootstrapServers(), topic).stream()
            .filter(record -> new String(record.key(), UTF_8).equals("w-large"))
            .toList();
    assertThat(receipt.id()).isEqualTo("w-large");
    assertThat(receipt.topic()).isEqualTo(topic);
    assertThat(receipt.steps()).isEqualTo(STEPS);
    assertThat(receipt.records()).isGreaterThan(2).isEqualTo(landed.size());
    assertThat(landed).allMatch(record -> record.partition() == receipt.partition());
    List<WorkflowDefinition> parts = definitions(landed);
    assertThat(parts)
        .extracting(WorkflowDefinition::getPart)
        .containsExactlyElementsOf(IntStream.range(0, parts.size()).boxed().toList());
    assertThat(parts.stream().mapToInt(part -> part.getNodes().size()).sum()).isEqualTo(STEPS + 1);
    assertThat(
            meters
                .get("sluice.publisher.events")
                .tags("topic", topic, "type", "workflow", "outcome", "published")
                .counter()
                .count())
        .isEqualTo(2);
  }

  @Test
  void openTransaction_isInvisibleUntilItsCommit() {
    cluster.createTopic(topic, 1);
    List<Integer> readable = new ArrayList<>();
    try (Transactions transactions =
        new Transactions(
            () -> new Watched(settings(), () -> readable.add(committed()), producer -> {}))) {
      transactions.send(records(5));
    }

    assertThat(readable).containsExactly(0);
    awaitCommitted(5);
  }

  @Test
  void publisherThatDiesBeforeItsCommit_leavesNothingToRead() {
    cluster.createTopic(topic, 1);
    Transactions transactions =
        new Transactions(() -> new Watched(settings(), () -> {}, WorkflowPublishingIT::die));

    assertThatThrownBy(() -> transactions.send(records(5))).hasMessage("died");

    assertThat(TopicContents.read(cluster.bootstrapServers(), topic)).hasSize(5);
    assertThat(committed()).isZero();
  }

  @Test
  void stepThatIsTooLarge_failsTheWorkflowWholeAndTheNextGoesOn() {
    cluster.createTopic(topic, 1);
    EventDraft huge = EventDraft.of("blob.stored", Map.of("blob", "x".repeat(2_000_000)));
    Workflow tooLarge =
        Workflow.of(Workflow.group(Workflow.step(huge), Workflow.step(huge))).id("w-huge");
    try (EventPublisher publisher = publisher().build()) {
      assertThatThrownBy(publisher.publish(tooLarge)::join)
          .cause()
          .isInstanceOfSatisfying(
              PublishFailedException.class,
              failure -> assertThat(failure.reason()).isEqualTo(Reason.TOO_LARGE))
          .hasMessageContaining("workflow w-huge");
      assertThat(committed()).isZero();

      awaitCommitted(publisher.publish(large("w-next")).join().records());
    }
  }

  @Test
  void workflowOfOneRecord_isSentLikeAnEvent() {
    cluster.createTopic(topic, 1);
    Workflow small = Workflow.of(Workflow.step(EventDraft.of("a.b", Map.of())));
    CompletableFuture<WorkflowReceipt> receipt;
    try (EventPublisher publisher = publisher().build()) {
      receipt = publisher.publish(small);
    }

    assertThat(receipt).isCompleted();
    assertThat(receipt.join().records()).isOne();
    assertThat(committed()).isOne();
  }

  @Test
  void pipelineThatWasNeverStarted_isNamed() {
    Map<String, Integer> notLong = Map.of("max.block.ms", 1_000);
    Workflow small = Workflow.of(Workflow.step(EventDraft.of("a.b", Map.of())));
    try (EventPublisher publisher = publisher().config(notLong).build()) {
      for (Workflow workflow : List.of(small, large("w"))) {
        assertThatThrownBy(publisher.publish(workflow)::join)
            .cause()
            .isInstanceOf(PublishFailedException.class)
            .hasMessageContaining("pipeline " + pipeline + " has never been started");
      }
    }
  }

  private interface Ending {
    void of(Producer<byte[], byte[]> producer);
  }

  /** Everything is with the broker when it is asked to commit. */
  private static final class Watched extends KafkaProducer<byte[], byte[]> {
    private final Runnable beforeCommit;
    private final Ending ending;

    Watched(Map<String, Object> settings, Runnable beforeCommit, Ending ending) {
      super(settings);
      this.beforeCommit = beforeCommit;
      this.ending = ending;
    }

    @Override
    public void commitTransaction() {
      flush();
      beforeCommit.run();
      ending.of(this);
      super.commitTransaction();
    }
  }

  private static void die(Producer<byte[], byte[]> producer) {
    producer.close(Duration.ZERO);
    throw new KafkaException("died");
  }

  private Map<String, Object> settings() {
    return ProducerSettings.transactional(
        Map.of("bootstrap.servers", cluster.bootstrapServers()), pipeline);
  }

  private List<ProducerRecord<byte[], byte[]>> records(int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> new ProducerRecord<>(topic, new byte[] {1}, new byte[] {(byte) n}))
        .toList();
  }

  private int committed() {
    return TopicContents.readCommitted(cluster.bootstrapServers(), topic).size();
  }

  /**
   * A commit is settled when the broker has noted it; readers see it a little later, when its mark
   * is on each partition.
   */
  private void awaitCommitted(int records) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(committed()).isEqualTo(records));
  }

  private EventPublisher.Builder publisher() {
    return EventPublisher.builder()
        .topic("any.events")
        .pipeline(pipeline)
        .bootstrapServers(cluster.bootstrapServers())
        .schemaRegistryUrl(cluster.schemaRegistryUrl());
  }

  private static Workflow large(String id) {
    List<Step> members =
        IntStream.range(0, STEPS)
            .mapToObj(n -> Workflow.step(EventDraft.of("publisher.tested", Map.of("n", n))))
            .toList();
    return Workflow.of(Workflow.group(members)).id(id);
  }

  private List<WorkflowDefinition> definitions(List<ConsumerRecord<byte[], byte[]>> landed) {
    try (EventCodec codec =
        EventCodec.create(Map.of("schema.registry.url", cluster.schemaRegistryUrl()))) {
      return landed.stream()
          .map(record -> codec.decodeWorkflow(topic, record.value()).getBody())
          .map(WorkflowDefinition.class::cast)
          .toList();
    }
  }
}
