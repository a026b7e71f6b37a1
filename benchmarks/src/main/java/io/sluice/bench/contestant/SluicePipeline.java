package io.sluice.bench.contestant;

import io.sluice.bench.avro.BenchPayload;
import io.sluice.bench.topic.EmittedCount;
import io.sluice.bench.topic.EventId;
import io.sluice.bench.topic.EventMaker;
import io.sluice.bench.topic.Topics;
import io.sluice.processor.Pipeline;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.schema.EventCodec;
import io.sluice.schema.TopicNames;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Sluice: a pipeline with one handler. */
final class SluicePipeline implements Contestant {
  /** Not a key of pipeline.yaml: whether the handler emits an event for each that it handles. */
  static final String EMITS = "emits";

  private final Surroundings surroundings;
  private final boolean emits;
  private final boolean tellsStatus;
  private final boolean exactlyOnce;
  private @Nullable Pipeline pipeline;

  SluicePipeline(Surroundings given) {
    Map<String, String> keys = new LinkedHashMap<>(given.settings());
    this.emits = Boolean.parseBoolean(keys.remove(EMITS));
    this.tellsStatus = !"false".equals(keys.get("status.enabled"));
    this.exactlyOnce = !"at_least_once".equals(keys.get("guarantee"));
    this.surroundings =
        new Surroundings(given.servers(), given.topics(), given.run(), given.folder(), keys);
  }

  @Override
  public void start(EventWork work) throws Exception {
    if (emits) {
      try (Topics topics = new Topics(surroundings.servers().bootstrapServers())) {
        topics.create(surroundings.emittedTopic(), Map.of());
      }
    }
    Path file = surroundings.folder().resolve("pipeline.yaml");
    Files.writeString(file, SluiceConfigText.of(surroundings));
    HandlerRegistry handlers =
        HandlerRegistry.builder()
            .on(EventMaker.TYPE, BenchPayload.class, (payload, context) -> handle(context, work))
            .build();
    Pipeline starting = Pipeline.create(PipelineConfig.load(file, Map.of()), handlers);
    pipeline = starting;
    starting.start();
  }

  private void handle(EventContext context, EventWork work) throws Exception {
    long sequence = EventId.sequence(context.id());
    work.handle(sequence);
    if (emits) {
      context.publish(surroundings.emittedTopic(), EventMaker.emitted(sequence));
    }
  }

  @Override
  public @Nullable String failure() {
    Pipeline running = pipeline;
    return running == null ? null : running.failure();
  }

  @Override
  public void close() {
    Pipeline running = pipeline;
    if (running != null) {
      running.close();
    }
  }

  @Override
  public List<String> emittedProblems(int events) {
    EmittedCount count = new EmittedCount(surroundings.servers().bootstrapServers());
    List<String> problems = new ArrayList<>();
    if (emits) {
      problems.addAll(
          count.problems(
              surroundings.emittedTopic(),
              events,
              exactlyOnce,
              record -> EventId.sequence(record.value())));
    }
    if (tellsStatus) {
      problems.addAll(statusProblems(count, events));
    }
    return problems;
  }

  private List<String> statusProblems(EmittedCount count, int events) {
    String topic = new TopicNames(surroundings.run()).status();
    try (EventCodec codec =
        EventCodec.create(Map.of("schema.registry.url", surroundings.servers().registryUrl()))) {
      return count.problems(topic, events, exactlyOnce, record -> succeeded(codec, record));
    }
  }

  private static long succeeded(EventCodec codec, ConsumerRecord<byte[], byte[]> record) {
    EventStatus status = codec.decodeStatus(record.topic(), record.value());
    return status.getOutcome() == Outcome.SUCCEEDED
        ? EventId.sequence(status.getId())
        : EmittedCount.NONE;
  }
}
