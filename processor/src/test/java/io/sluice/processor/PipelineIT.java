package io.sluice.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.processor.config.BackoffConfig;
import io.sluice.processor.config.OrderingConfig;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.config.RetryConfig;
import io.sluice.processor.handler.EventHandler;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.producer.EventPublisher;
import io.sluice.producer.PublishReceipt;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EncodedEvent;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import io.sluice.schema.avro.examples.WelcomeEmail;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline on a real broker and a real registry. */
@ExtendWith(LocalClusterExtension.class)
class PipelineIT {
  private static final JsonNode DATA = JsonNodeFactory.instance.objectNode().put("n", 1);

  @TempDir Path stateDir;

  private final LocalCluster cluster;
  private final String name;
  private final Map<String, Integer> runs = new ConcurrentHashMap<>();

  PipelineIT(LocalCluster cluster, TestInfo info) {
    this.cluster = cluster;
    this.name = "run-" + info.getTestMethod().orElseThrow().getName();
  }

  private TestPipeline pipeline(int partitions) {
    return new TestPipeline(cluster, name, stateDir).withSource(partitions);
  }

  private HandlerRegistry counting() {
    EventHandler<JsonNode> count =
        (data, context) -> {
          runs.merge(context.id(), 1, Integer::sum);
          int failFirst = Integer.parseInt(context.labels().getOrDefault("fail_first", "0"));
          if (context.attempt() <= failFirst) {
            throw new IllegalStateException("told to fail " + failFirst + " times");
          }
        };
    return HandlerRegistry.builder().on("job.#", JsonNode.class, count).build();
  }

  @Test
  void everyEvent_endsInOneOutcomeAndNoneIsLost() throws Exception {
    TestPipeline shop = pipeline(3);
    Random random = new Random(7);
    Set<String> published = new HashSet<>();
    List<EventDraft> drafts = new ArrayList<>();
    int duplicates = 0;
    try (Pipeline running = shop.start(counting());
        EventPublisher publisher = shop.publisher()) {
      for (int i = 0; i < 400; i++) {
        int failFirst = i % 40 == 0 ? 99 : random.nextInt(10) == 0 ? 1 + random.nextInt(2) : 0;
        EventDraft draft =
            EventDraft.of("job.run", DATA)
                .id("e" + i)
                .key("k" + i % 17)
                .label("fail_first", String.valueOf(failFirst));
        drafts.add(draft);
        published.add("e" + i);
        if (i % 20 == 0) {
          drafts.add(draft);
          duplicates++;
        }
      }
      for (CompletableFuture<PublishReceipt> receipt : publisher.publishAll(drafts)) {
        receipt.get();
      }

      List<EventStatus> statuses = shop.awaitSettled(400 + duplicates);

      Map<Outcome, Set<String>> ids = new HashMap<>();
      statuses.forEach(
          status ->
              ids.computeIfAbsent(status.getOutcome(), o -> new HashSet<>()).add(status.getId()));
      assertThat(ids.get(Outcome.DEAD)).hasSize(10);
      assertThat(ids.get(Outcome.SUCCEEDED)).hasSize(390);
      assertThat(ids.get(Outcome.DISCARDED)).hasSize(duplicates);
      Set<String> settled = new HashSet<>(ids.get(Outcome.SUCCEEDED));
      settled.addAll(ids.get(Outcome.DEAD));
      assertThat(settled).isEqualTo(published);
      assertThat(running.isReady()).isTrue();
      assertThat(metrics(running))
          .contains("sluice_events_total{outcome=\"succeeded\",pipeline=\"" + shop.name)
          .contains("sluice_queue_size{pipeline=\"" + shop.name)
          .contains("kafka_stream");
    }
  }

  @Test
  void orderNoLongerKept_letsGoWhatWasParked() throws Exception {
    TestPipeline shop = pipeline(1);
    RetryConfig inAnHour =
        RetryConfig.defaults()
            .withBackoff(new BackoffConfig(Duration.ofHours(1), 1, Duration.ofHours(1), 0));
    try (Pipeline running = shop.start(shop.config().retry(inAnHour).build(), counting());
        EventPublisher publisher = shop.publisher()) {
      publisher
          .publish(EventDraft.of("job.run", DATA).id("head").key("k").label("fail_first", "1"))
          .get();
      List<EventDraft> followers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        followers.add(EventDraft.of("job.run", DATA).id("e" + i).key("k"));
      }
      for (CompletableFuture<PublishReceipt> receipt : publisher.publishAll(followers)) {
        receipt.get();
      }
      shop.awaitStatuses(all -> count(all, Outcome.PARKED) == 200);
      assertThat(running.failure()).isNull();
    }

    PipelineConfig unordered =
        shop.config().retry(inAnHour).ordering(OrderingConfig.Mode.NONE).build();
    try (Pipeline running = shop.start(unordered, counting())) {
      shop.awaitStatuses(all -> count(all, Outcome.SUCCEEDED) == 200);
      assertThat(running.failure()).isNull();
    }
    assertThat(runs).hasSize(201).allSatisfy((id, times) -> assertThat(times).as(id).isEqualTo(1));
  }

  private static long count(List<EventStatus> statuses, Outcome outcome) {
    return statuses.stream().filter(status -> status.getOutcome() == outcome).count();
  }

  @Test
  void garbage_isADeadLetterByteForByteAndWhatFollowsIsProcessed() throws Exception {
    TestPipeline shop = pipeline(1);
    List<byte[]> garbage = new ArrayList<>();
    Random random = new Random(3);
    for (int i = 0; i < 20; i++) {
      byte[] bytes = new byte[1 + random.nextInt(300)];
      random.nextBytes(bytes);
      garbage.add(bytes);
    }
    garbage.add(new byte[] {0, 0x7f, 1, 2, 3, 4, 5});
    try (Pipeline running = shop.start(counting());
        EventPublisher publisher = shop.publisher();
        KafkaProducer<byte[], byte[]> raw = rawProducer()) {
      for (byte[] bytes : garbage) {
        raw.send(new ProducerRecord<>(shop.source, bytes)).get();
      }
      publisher.publish(EventDraft.of("job.run", DATA).id("after")).get();

      shop.awaitStatuses(all -> all.stream().anyMatch(status -> status.getId().equals("after")));
      List<ConsumerRecord<byte[], byte[]>> letters =
          shop.awaitRecords(shop.names.dlq(), garbage.size());
      assertThat(letters.stream().map(ConsumerRecord::value).toList())
          .usingElementComparator(Arrays::compare)
          .containsExactlyElementsOf(garbage);
      assertThat(letters)
          .allMatch(
              letter ->
                  "undecodable"
                      .equals(DeliveryHeaders.text(letter.headers(), DeliveryHeaders.REASON)));
    }
  }

  @Test
  void garbageAsLargeAsTheSourceTakes_isADeadLetterToo() throws Exception {
    TestPipeline shop = pipeline(1);
    byte[] large = new byte[1_048_000];
    new Random(5).nextBytes(large);
    try (Pipeline running = shop.start(counting());
        EventPublisher publisher = shop.publisher();
        KafkaProducer<byte[], byte[]> raw = rawProducer()) {
      raw.send(new ProducerRecord<>(shop.source, large)).get();
      publisher.publish(EventDraft.of("job.run", DATA).id("after")).get();

      shop.awaitStatuses(all -> all.stream().anyMatch(status -> status.getId().equals("after")));
      assertThat(shop.awaitRecords(shop.names.dlq(), 1).get(0).value()).isEqualTo(large);
    }
  }

  /** Longer than the transaction and the place in the group last, with a transaction open. */
  @Test
  void longRegistryOutage_losesAndDoublesNothing() throws Exception {
    TestPipeline shop = pipeline(1);
    PipelineConfig config =
        shop.config()
            .kafka(
                Map.of(
                    "bootstrap.servers", cluster.bootstrapServers(),
                    "producer.transaction.timeout.ms", "8000",
                    "main.consumer.max.poll.interval.ms", "10000"))
            .build();
    HandlerRegistry handlers =
        HandlerRegistry.builder()
            .on("job.run", JsonNode.class, (data, context) -> {})
            .on("mail.#", WelcomeEmail.class, (data, context) -> {})
            .build();
    List<EncodedEvent> events = encodedWithOneOfANewSchema(shop);
    try (Pipeline running = shop.start(config, handlers);
        EventPublisher publisher = shop.publisher();
        KafkaProducer<byte[], byte[]> raw = rawProducer()) {
      publisher.publish(EventDraft.of("job.run", DATA).id("first")).get();
      shop.awaitSettled(1);
      cluster.stopRegistry();
      try {
        for (EncodedEvent event : events) {
          raw.send(new ProducerRecord<>(shop.source, event.key(), event.value())).get();
        }
        await().atMost(TestPipeline.PATIENCE).until(() -> waitsForRegistry(running));
        await()
            .during(Duration.ofSeconds(15))
            .atMost(Duration.ofSeconds(30))
            .until(() -> !running.isReady() && waitsForRegistry(running));
        assertThat(status(running, "/health/live")).isEqualTo(200);
      } finally {
        cluster.startRegistry();
      }

      List<EventStatus> statuses = shop.awaitSettled(1 + events.size());

      assertThat(statuses).extracting(EventStatus::getOutcome).containsOnly(Outcome.SUCCEEDED);
      assertThat(statuses).extracting(EventStatus::getId).doesNotHaveDuplicates();
      await().atMost(TestPipeline.PATIENCE).until(running::isReady);
    }
  }

  private List<EncodedEvent> encodedWithOneOfANewSchema(TestPipeline shop) {
    List<EncodedEvent> events = new ArrayList<>();
    EncodeContext context = new EncodeContext(shop.source, "test", Instant.now());
    WelcomeEmail mail = WelcomeEmail.newBuilder().setUserId("u").setEmail("a@b.example").build();
    try (EventCodec codec =
        EventCodec.create(Map.of("schema.registry.url", cluster.schemaRegistryUrl()))) {
      for (int i = 0; i < 100; i++) {
        EventDraft draft =
            i == 50 ? EventDraft.of("mail." + shop.name, mail) : EventDraft.of("job.run", DATA);
        events.add(codec.encode(draft.id("e" + i), context));
      }
    }
    return events;
  }

  private static boolean waitsForRegistry(Pipeline pipeline) throws Exception {
    return metrics(pipeline)
        .lines()
        .anyMatch(line -> line.startsWith("sluice_registry_waiting") && line.endsWith(" 1.0"));
  }

  @Test
  void restart_keepsDelaysAndDuplicates() throws Exception {
    TestPipeline shop = pipeline(2);
    try (EventPublisher publisher = shop.publisher()) {
      try (Pipeline running = shop.start(counting())) {
        publisher.publish(EventDraft.of("job.run", DATA).id("once")).get();
        publisher
            .publish(EventDraft.of("job.run", DATA).id("later").delay(Duration.ofSeconds(8)))
            .get();
        shop.awaitStatuses(all -> all.size() >= 2);
      }
      try (Pipeline running = shop.start(counting())) {
        publisher.publish(EventDraft.of("job.run", DATA).id("once")).get();

        List<EventStatus> statuses = shop.awaitSettled(3);

        assertThat(outcomes(statuses, "once"))
            .containsExactly(Outcome.SUCCEEDED, Outcome.DISCARDED);
        assertThat(outcomes(statuses, "later")).containsExactly(Outcome.DELAYED, Outcome.SUCCEEDED);
        assertThat(runs).containsEntry("once", 1).containsEntry("later", 1);
      }
    }
  }

  @Test
  void lostBroker_isSaidAndWaitedFor() throws Exception {
    TestPipeline shop = pipeline(1);
    try (Pipeline running = shop.start(counting());
        EventPublisher publisher = shop.publisher()) {
      publisher.publish(EventDraft.of("job.run", DATA).id("before")).get();
      shop.awaitSettled(1);

      cluster.stopBroker();
      try {
        await().atMost(TestPipeline.PATIENCE).until(() -> status(running, "/health/ready") == 503);
        assertThat(status(running, "/health/live")).isEqualTo(200);
      } finally {
        cluster.startBroker();
      }
      await().atMost(TestPipeline.PATIENCE).until(() -> status(running, "/health/ready") == 200);
      publisher.publish(EventDraft.of("job.run", DATA).id("after")).get();

      assertThat(shop.awaitSettled(2)).extracting(EventStatus::getId).contains("before", "after");
    }
  }

  @Test
  void followUps_areReadableOnceTheirEventSucceeded() throws Exception {
    TestPipeline shop = pipeline(1);
    cluster.createTopic(shop.name + ".facts", 1);
    HandlerRegistry handlers =
        HandlerRegistry.builder()
            .on(
                "user.welcome_email",
                WelcomeEmail.class,
                (data, context) -> {
                  context.publish(EventDraft.of("user.greeted", DATA).key(data.getUserId()));
                  if (context.attempt() == 1) {
                    throw new IllegalStateException("after publishing");
                  }
                })
            .on(
                "job.astray",
                JsonNode.class,
                (data, context) ->
                    context.publish("no.such.topic", EventDraft.of("user.greeted", DATA)))
            .build();
    PipelineConfig config = shop.config().publishTo(shop.name + ".facts").build();
    try (Pipeline running = shop.start(config, handlers);
        EventPublisher publisher = shop.publisher()) {
      publisher
          .publish(
              EventDraft.of(
                      "user.welcome_email",
                      WelcomeEmail.newBuilder().setUserId("u1").setEmail("a@b.example").build())
                  .id("w"))
          .get();
      publisher.publish(EventDraft.of("job.astray", DATA).id("astray")).get();

      List<EventStatus> statuses = shop.awaitSettled(2);

      assertThat(outcomes(statuses, "w")).containsExactly(Outcome.RETRY, Outcome.SUCCEEDED);
      assertThat(outcomes(statuses, "astray")).endsWith(Outcome.DEAD);
      assertThat(statuses)
          .filteredOn(status -> status.getId().equals("astray"))
          .last()
          .extracting(EventStatus::getErrorMessage)
          .asString()
          .contains("no.such.topic");
      assertThat(shop.awaitRecords(shop.name + ".facts", 1)).hasSize(1);
    }
  }

  @Test
  void confluentSerde_runsTheWholePipeline() throws Exception {
    TestPipeline shop = pipeline(1);
    PipelineConfig config = shop.config().serde("confluent").build();
    try (Pipeline running = shop.start(config, counting());
        EventPublisher publisher = shop.publisher()) {
      publisher.publish(EventDraft.of("job.run", DATA).id("a").label("fail_first", "1")).get();

      List<EventStatus> statuses = shop.awaitSettled(1);

      assertThat(outcomes(statuses, "a")).containsExactly(Outcome.RETRY, Outcome.SUCCEEDED);
    }
  }

  @Test
  void recordsOfTheRealConfluentSerializer_areProcessedAndOursAreReadByItsDeserializer()
      throws Exception {
    TestPipeline shop = pipeline(1);
    String registry = cluster.schemaRegistryUrl();
    try (Pipeline running = shop.start(counting());
        EventPublisher confluent =
            EventPublisher.builder()
                .bootstrapServers(cluster.bootstrapServers())
                .topic(shop.source)
                .source("test")
                .config(Map.of("schema.registry.url", registry, "sluice.serde", "confluent"))
                .build();
        EventPublisher ours = shop.publisher();
        Deserializer<?> deserializer =
            (Deserializer<?>)
                Class.forName("io.confluent.kafka.serializers.KafkaAvroDeserializer")
                    .getConstructor()
                    .newInstance()) {
      deserializer.configure(Map.of("schema.registry.url", registry), false);
      confluent.publish(EventDraft.of("job.run", DATA).id("theirs")).get();
      ours.publish(EventDraft.of("job.run", DATA).id("ours")).get();

      List<EventStatus> statuses = shop.awaitSettled(2);

      assertThat(outcomes(statuses, "theirs")).containsExactly(Outcome.SUCCEEDED);
      assertThat(shop.awaitRecords(shop.source, 2))
          .extracting(
              record ->
                  ((GenericRecord) deserializer.deserialize(shop.source, record.value()))
                      .get("id")
                      .toString())
          .containsExactly("theirs", "ours");
    }
  }

  private static List<Outcome> outcomes(List<EventStatus> statuses, String id) {
    return statuses.stream()
        .filter(status -> status.getId().equals(id))
        .map(EventStatus::getOutcome)
        .toList();
  }

  private KafkaProducer<byte[], byte[]> rawProducer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", cluster.bootstrapServers()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static String metrics(Pipeline pipeline) throws Exception {
    return get(pipeline, "/metrics").body();
  }

  private static int status(Pipeline pipeline, String path) throws Exception {
    return get(pipeline, path).statusCode();
  }

  private static HttpResponse<String> get(Pipeline pipeline, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + pipeline.httpPort() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
