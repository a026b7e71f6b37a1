package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.local.LocalCluster;
import io.sluice.producer.EventPublisher;
import io.sluice.producer.PublishReceipt;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A pipeline with slow handlers and what it is fed with, and the evidence that is left. */
final class NumberedLoad implements AutoCloseable {
  /** A smaller number tries the tests themselves. */
  static final int EVENTS = Integer.getInteger("sluice.it.events", 30_000);

  private static final int PARTITIONS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final String TIME_LIMIT = "    time_limit: 30s";
  private static final String STUCK_SOON = "stuck_after: 2s\nshutdown_grace: 5s";

  private final LocalCluster cluster;
  private final String pipeline;
  private final int keys;
  private final Path folder;
  private final EventPublisher publisher;
  private final EventCodec codec;
  private final TopicReader reader;
  private final Set<NumberedEvent> published = new LinkedHashSet<>();
  private final List<Emitted> emitted = new ArrayList<>();
  private final List<Kill> kills = new ArrayList<>();
  private @Nullable NumberedEvent stuck;

  NumberedLoad(LocalCluster cluster, String pipeline, int keys, Path folder) throws IOException {
    this.cluster = cluster;
    this.pipeline = pipeline;
    this.keys = keys;
    this.folder = folder;
    cluster.createTopic(pipeline + ".events", PARTITIONS);
    cluster.createTopic(pipeline + ".emitted", PARTITIONS);
    Files.createDirectories(effectsDir());
    publisher =
        EventPublisher.builder()
            .topic(pipeline + ".events")
            .bootstrapServers(cluster.bootstrapServers())
            .schemaRegistryUrl(cluster.schemaRegistryUrl())
            .build();
    codec = EventCodec.create(Map.of("schema.registry.url", cluster.schemaRegistryUrl()));
    reader = new TopicReader(cluster.bootstrapServers(), pipeline + ".emitted");
  }

  /** Lets the handler of one event never return, and the processor soon take note of it. */
  void letHang(NumberedEvent event) {
    stuck = event;
  }

  /** Publishes the next events, the keys taking turns. */
  void publish(int count) {
    List<CompletableFuture<PublishReceipt>> receipts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      NumberedEvent event = NumberedEvent.of(published.size(), keys);
      published.add(event);
      receipts.add(
          publisher.publish(
              EventDraft.of(
                      NumberedEvent.TYPE,
                      JsonNodeFactory.instance.objectNode().put("sequence", event.sequence()))
                  .id(event.id())
                  .key(event.key())));
    }
    receipts.forEach(CompletableFuture::join);
  }

  /** Publishes until so many events are not settled yet. */
  void keepWaiting(int backlog) {
    publish(Math.max(0, backlog - (published.size() - emitted().size())));
  }

  Set<NumberedEvent> published() {
    return published;
  }

  int publishedCount() {
    return published.size();
  }

  /** One process of the pipeline; an instance started again finds its state. */
  ChildSluice start(String instance) throws IOException {
    Path config = folder.resolve(instance + ".yaml");
    Files.writeString(config, yaml(instance));
    return ChildSluice.start(folder, "process", "--config", config.toString());
  }

  /** SIGKILL, with what could be known of its work the moment before. */
  void kill(ChildSluice child) throws InterruptedException {
    Set<NumberedEvent> settled =
        emitted().stream().map(Emitted::event).collect(Collectors.toUnmodifiableSet());
    child.kill();
    kills.add(new Kill(child.pid(), settled));
  }

  /** True once this process has left an effect. */
  boolean works(ChildSluice child) {
    return EffectLog.hasEffectOf(effectsDir(), child.pid());
  }

  /** Waits while the process lives. */
  void awaitWhileAlive(ChildSluice child, String what, Callable<Boolean> condition) {
    await(what)
        .atMost(PATIENCE)
        .failFast(
            "the process has ended", () -> assertThat(child.isAlive()).as(child::output).isTrue())
        .until(condition);
  }

  /** The follow-ups so far, a partition's in its order. */
  List<Emitted> emitted() {
    return decoded(reader.records());
  }

  /** What is left, once every process has ended. */
  Evidence evidence() throws IOException {
    return new Evidence(
        published, decoded(reader.allRecords()), EffectLog.readAll(effectsDir()), kills);
  }

  private List<Emitted> decoded(List<ConsumerRecord<byte[], byte[]>> records) {
    for (ConsumerRecord<byte[], byte[]> it : records.subList(emitted.size(), records.size())) {
      String id = codec.decode(it.topic(), it.value()).getId();
      emitted.add(new Emitted(NumberedEvent.parse(id), it.partition(), it.offset()));
    }
    return emitted;
  }

  private Path effectsDir() {
    return folder.resolve("effects");
  }

  private String yaml(String instance) {
    // Tasks move at once when an instance joins, and an instance that was killed is missed soon.
    return """
        pipeline: %s
        sources: [%1$s.events]
        publish_to: %1$s.emitted
        kafka:
          bootstrap.servers: "%s"
          acceptable.recovery.lag: 100000000
          main.consumer.session.timeout.ms: 3000
          main.consumer.heartbeat.interval.ms: 500
        schema_registry: {schema.registry.url: "%s"}
        threads: 2
        state_dir: %s
        http: {host: 127.0.0.1, port: 0}
        concurrency: 1000
        max_in_flight: 8000
        ordering: key
        retry:
          max_attempts: 5
          backoff: {delay: 200ms, multiplier: 1, jitter: 0}
        handlers:
          %s:
            handler: slow
            config: {effects_dir: %s, longest: 400ms, never_returns_for: "%s"}
        %s
        """
        .formatted(
            pipeline,
            cluster.bootstrapServers(),
            cluster.schemaRegistryUrl(),
            folder.resolve("state-" + instance),
            NumberedEvent.TYPE,
            effectsDir(),
            stuck == null ? "" : stuck.id(),
            stuck == null ? TIME_LIMIT : STUCK_SOON);
  }

  @Override
  public void close() {
    publisher.close();
    codec.close();
    reader.close();
  }
}
