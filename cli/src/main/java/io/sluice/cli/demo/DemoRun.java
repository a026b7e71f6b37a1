package io.sluice.cli.demo;

import io.sluice.examples.demo.DemoFaults;
import io.sluice.local.LocalCluster;
import io.sluice.producer.EventPublisher;
import io.sluice.schema.EventCodec;
import io.sluice.schema.TopicNames;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One plan, sent and followed to its end from outside: it reads the topics that any other service
 * could read, and asks the pipeline nothing. Not thread-safe.
 */
final class DemoRun implements AutoCloseable {
  private static final TopicNames TOPICS = new TopicNames(DemoPipeline.NAME);

  private final DemoOptions options;
  private final LocalCluster cluster;
  private final DemoFaults faults;
  private final Clock clock;
  private final Consumer<String> progress;
  private final EventCodec codec;

  DemoRun(
      DemoOptions options,
      LocalCluster cluster,
      DemoFaults faults,
      Clock clock,
      Consumer<String> progress) {
    this.options = options;
    this.cluster = cluster;
    this.faults = faults;
    this.clock = clock;
    this.progress = progress;
    this.codec = EventCodec.create(config());
  }

  /** Publish, wait, remove the cause, replay, wait; then look at everything once more. */
  DemoFacts run(DemoEffects effects, long startMs) throws Exception {
    DemoPlan plan = DemoPlan.of(options.events(), options.seed());
    progress.accept("publishing " + plan.steps().size() + " records");
    SentRecords sent = publish(plan);
    Set<String> ids = new HashSet<>(sent.garbageIds());
    plan.events().forEach(event -> ids.add(event.id()));
    try (StatusReader statuses = new StatusReader(read(TOPICS.status()), codec, clock)) {
      progress.accept("waiting until all have settled");
      Predicate<StatusLedger> settled =
          ledger ->
              ledger.duplicates() >= plan.duplicates()
                  && ledger.count(ids, EventHistory::isSettled) == ids.size();
      long replayed = 0;
      if (statuses.readUntil(settled, options.timeout())) {
        progress.accept("removing the cause and replaying the dead letters");
        faults.removeCause();
        replayed =
            DemoReplay.replayAll(
                Map.of("bootstrap.servers", cluster.bootstrapServers()), codec, clock);
        statuses.readUntil(
            ledger -> ledger.count(ids, history -> history.dead() > 0 && !history.replayed()) == 0,
            options.timeout());
      }
      statuses.readToEnd();
      return new DemoFacts(
          plan,
          sent,
          statuses.ledger(),
          effects.count(plan.events()),
          effects.startedAt(),
          emitted(),
          replayed,
          (clock.millis() - startMs) / 1000.0);
    }
  }

  private SentRecords publish(DemoPlan plan) throws ExecutionException, InterruptedException {
    try (EventPublisher publisher =
            EventPublisher.builder()
                .topic(DemoPipeline.SOURCE)
                .source("sluice-demo")
                .config(config())
                .build();
        KafkaProducer<byte[], byte[]> plainProducer =
            new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", cluster.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      return new DemoPublisher(DemoPipeline.SOURCE, publisher, plainProducer, codec, clock)
          .send(plan);
    }
  }

  private Map<String, Integer> emitted() {
    Map<String, Integer> timesById = new HashMap<>();
    try (CommittedReader reader = read(DemoPipeline.EMITTED)) {
      reader.readToEnd(
          it -> timesById.merge(codec.decode(it.topic(), it.value()).getId(), 1, Integer::sum));
    }
    return timesById;
  }

  private CommittedReader read(String topic) {
    return new CommittedReader(cluster.bootstrapServers(), topic);
  }

  private Map<String, Object> config() {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", cluster.bootstrapServers());
    config.put("schema.registry.url", cluster.schemaRegistryUrl());
    config.put("sluice.serde", options.serde());
    return config;
  }

  @Override
  public void close() {
    codec.close();
  }
}
