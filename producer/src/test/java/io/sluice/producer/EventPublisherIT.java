package io.sluice.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.producer.PublishFailedException.Reason;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.PayloadMismatchException;
import io.sluice.schema.RegistryUnavailableException;
import io.sluice.schema.avro.Envelope;
import io.sluice.schema.avro.examples.WelcomeEmail;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalClusterExtension.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class EventPublisherIT {
  private final LocalCluster cluster;
  private final String topic = "publisher-" + UUID.randomUUID();
  private EventCodec codec;

  EventPublisherIT(LocalCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void topicAndCodec() {
    cluster.createTopic(topic, 3);
    codec = EventCodec.create(Map.of("schema.registry.url", cluster.schemaRegistryUrl()));
  }

  @AfterEach
  void closeCodec() {
    codec.close();
  }

  @Test
  void eventsOfFourThreads_landOnceWhereTheirReceiptsSay() throws Exception {
    List<PublishReceipt> receipts = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (EventPublisher publisher = publisher().build()) {
      List<Future<List<CompletableFuture<PublishReceipt>>>> parts =
          IntStream.range(0, 4)
              .mapToObj(thread -> threads.submit(() -> publisher.publishAll(drafts(thread, 250))))
              .toList();
      for (Future<List<CompletableFuture<PublishReceipt>>> part : parts) {
        part.get().forEach(future -> receipts.add(future.join()));
      }
    } finally {
      threads.shutdownNow();
    }

    List<ConsumerRecord<byte[], byte[]>> landed = landed();
    assertThat(landed).hasSize(1_000);
    assertThat(landed)
        .extracting(r -> new Place(id(r), r.partition(), r.offset()))
        .containsExactlyInAnyOrderElementsOf(
            receipts.stream()
                .map(receipt -> new Place(receipt.id(), receipt.partition(), receipt.offset()))
                .toList());
    for (int thread = 0; thread < 4; thread++) {
      String key = "thread-" + thread;
      assertThat(landed)
          .filteredOn(r -> new String(r.key(), StandardCharsets.UTF_8).equals(key))
          .extracting(r -> number(r))
          .isSorted()
          .hasSize(250);
    }
  }

  @Test
  void close_sendsWhatIsWaitingAndMayBeCalledAgain() {
    EventPublisher publisher = publisher().config(Map.of("linger.ms", 60_000)).build();
    List<CompletableFuture<PublishReceipt>> receipts = publisher.publishAll(drafts(0, 50));

    publisher.close();
    publisher.close();

    assertThat(receipts).allSatisfy(receipt -> assertThat(receipt).isCompleted());
    assertThat(landed()).hasSize(50);
    assertThatThrownBy(() -> publisher.publish(EventDraft.of("late.event", Map.of())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(topic);
  }

  @Test
  void flush_sendsWhatIsWaiting() {
    try (EventPublisher publisher = publisher().config(Map.of("linger.ms", 60_000)).build()) {
      CompletableFuture<PublishReceipt> receipt = publisher.publish(draft(0, 0));

      publisher.flush();

      assertThat(receipt).isCompleted();
    }
  }

  @Test
  void brokerRestart_losesAndDoublesNothingThatWasAcknowledged() throws Exception {
    Queue<CompletableFuture<PublishReceipt>> receipts = new ConcurrentLinkedQueue<>();
    AtomicInteger number = new AtomicInteger();
    ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
    try (EventPublisher publisher = publisher().build()) {
      publisher.publish(draft(0, 0)).join();
      Future<?> publishing =
          ticks.scheduleAtFixedRate(
              () -> receipts.add(publisher.publish(draft(0, number.incrementAndGet()))),
              0,
              2,
              TimeUnit.MILLISECONDS);
      Awaitility.await().until(() -> receipts.size() > 50);
      cluster.stopBroker();
      cluster.startBroker();
      int atRestart = receipts.size();
      Awaitility.await().until(() -> receipts.size() > atRestart + 50);
      publishing.cancel(false);
      ticks.shutdown();
      assertThat(ticks.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      ticks.shutdownNow();
    }

    assertThat(receipts).hasSize(number.get()).allSatisfy(r -> assertThat(r).isCompleted());
    assertThat(landed())
        .extracting(landed -> number(landed))
        .containsExactlyElementsOf(IntStream.rangeClosed(0, number.get()).boxed().toList());
  }

  @Test
  void wrongShape_isRefusedNamingTheField() {
    codec.registerType("user.welcome_email", WelcomeEmail.getClassSchema());
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (EventPublisher publisher = publisher().meterRegistry(meters).build()) {
      CompletableFuture<PublishReceipt> wrong =
          publisher.publish(EventDraft.of("user.welcome_email", Map.of("user_id", "usr_1")));
      publisher
          .publish(
              EventDraft.of("user.welcome_email", Map.of("user_id", "usr_1", "email", "a@b.c")))
          .join();

      assertThat(failure(wrong))
          .isInstanceOf(PayloadMismatchException.class)
          .hasMessageContaining("email");
    }
    assertThat(landed()).hasSize(1);
    assertThat(meters.get("sluice.publisher.events").tag("outcome", "refused").counter().count())
        .isEqualTo(1);
    assertThat(meters.get("sluice.publisher.events").tag("outcome", "published").counter().count())
        .isEqualTo(1);
  }

  @Test
  void registryThatIsDown_failsTheEventAndNotTheNextOnes() {
    try (EventPublisher publisher = publisher().build()) {
      cluster.stopRegistry();
      try {
        assertThat(failure(publisher.publish(draft(0, 0))))
            .isInstanceOf(RegistryUnavailableException.class);
      } finally {
        cluster.startRegistry();
      }
      Awaitility.await()
          .atMost(30, TimeUnit.SECONDS)
          .untilAsserted(() -> assertThat(publisher.publish(draft(0, 1)).join().id()).isNotNull());
    }
    assertThat(landed()).extracting(this::id).doesNotContain("thread-0-0");
  }

  @Test
  void missingTopic_isNamedAndNotCreated() {
    String missing = "missing-" + UUID.randomUUID();
    try (EventPublisher publisher =
        publisher().topic(missing).config(Map.of("max.block.ms", 2_000)).build()) {
      assertThat(failure(publisher.publish(draft(0, 0))))
          .asInstanceOf(type(PublishFailedException.class))
          .satisfies(failure -> assertThat(failure).hasMessageContaining(missing))
          .extracting(PublishFailedException::reason)
          .isEqualTo(Reason.TOPIC_MISSING);
    }
  }

  @Test
  void noBroker_isNamed() throws Exception {
    String nowhere = "127.0.0.1:" + freePort();
    try (EventPublisher publisher =
        publisher().bootstrapServers(nowhere).config(Map.of("max.block.ms", 500)).build()) {
      assertThat(failure(publisher.publish(draft(0, 0))))
          .asInstanceOf(type(PublishFailedException.class))
          .satisfies(failure -> assertThat(failure).hasMessageContaining(nowhere))
          .extracting(PublishFailedException::reason)
          .isEqualTo(Reason.BROKER_UNREACHABLE);
    }
  }

  @Test
  void eventThatIsTooLarge_isRefusedAndTheNextGoesOn() {
    try (EventPublisher publisher = publisher().build()) {
      CompletableFuture<PublishReceipt> tooLarge =
          publisher.publish(EventDraft.of("blob.stored", Map.of("blob", "x".repeat(2_000_000))));

      assertThat(failure(tooLarge))
          .asInstanceOf(type(PublishFailedException.class))
          .extracting(PublishFailedException::reason)
          .isEqualTo(Reason.TOO_LARGE);
      assertThat(publisher.publish(draft(0, 1)).join().id()).isEqualTo("thread-0-1");
    }
  }

  private record Place(String id, int partition, long offset) {}

  private EventPublisher.Builder publisher() {
    return EventPublisher.builder()
        .topic(topic)
        .bootstrapServers(cluster.bootstrapServers())
        .schemaRegistryUrl(cluster.schemaRegistryUrl())
        .source("publisher-it");
  }

  private static List<EventDraft> drafts(int thread, int count) {
    return IntStream.range(0, count).mapToObj(n -> draft(thread, n)).toList();
  }

  private static EventDraft draft(int thread, int number) {
    String key = "thread-" + thread;
    return EventDraft.of("publisher.tested", Map.of("n", number)).id(key + "-" + number).key(key);
  }

  private List<ConsumerRecord<byte[], byte[]>> landed() {
    return TopicContents.read(cluster.bootstrapServers(), topic);
  }

  private String id(ConsumerRecord<byte[], byte[]> landed) {
    return envelope(landed).getId();
  }

  private int number(ConsumerRecord<byte[], byte[]> landed) {
    return codec.decodeData(envelope(landed), JsonNode.class).get("n").intValue();
  }

  private Envelope envelope(ConsumerRecord<byte[], byte[]> landed) {
    return codec.decode(topic, landed.value());
  }

  private static Throwable failure(CompletableFuture<PublishReceipt> receipt) {
    try {
      throw new AssertionError("published: " + receipt.join());
    } catch (CompletionException e) {
      return Objects.requireNonNull(e.getCause());
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
