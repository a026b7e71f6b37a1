package io.sluice.testkit;

import io.sluice.processor.Pipeline;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.dispatch.Workers;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.processor.metrics.PipelineMetrics;
import io.sluice.processor.topology.PipelineTopology;
import io.sluice.schema.EventCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** A pipeline on Kafka's own test driver, and the one clock of both. */
final class VirtualPipeline implements AutoCloseable {
  private final TemporaryFolder stateDir = TemporaryFolder.create();
  private final TopologyTestDriver driver;
  private Instant now;

  VirtualPipeline(
      PipelineConfig config, HandlerRegistry handlers, EventCodec codec, Instant start, long seed) {
    PipelineTopology.Surroundings surroundings =
        new PipelineTopology.Surroundings(
            codec,
            new NoMetrics(),
            new Random(seed),
            crew(),
            PipelineTopology.Topics.uncounted(),
            waiting());
    this.now = start;
    this.driver =
        new TopologyTestDriver(
            Pipeline.topology(config, handlers, surroundings), settings(config), start);
  }

  Instant now() {
    return now;
  }

  void put(String topic, TestRecord<byte[], byte[]> record) {
    driver
        .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(record);
  }

  /** Every topic written to so far, the stores' change logs included. */
  Set<String> writtenTopics() {
    return driver.producedTopicNames();
  }

  /** What was written to a topic since this was last asked. */
  List<TestRecord<byte[], byte[]>> take(String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  /** Moves to a time, or to when the next event is due where that is earlier. */
  void moveTowards(Instant target) {
    Instant due = nextDue();
    Instant next = due == null || due.isAfter(target) ? target : due;
    // A wall-clock timer has a resolution of 1 ms, so the clock moves by at least that.
    Instant at = next.isAfter(now) ? next : now.plusMillis(1);
    Duration step = Duration.between(now, at);
    now = at;
    driver.advanceWallClockTime(step);
  }

  @Nullable Instant nextDue() {
    OptionalLong next =
        PipelineTopology.nextDueAtMs(driver.getStateStore(PipelineTopology.delayStore()));
    return next.isEmpty() ? null : Instant.ofEpochMilli(next.getAsLong());
  }

  @Override
  public void close() {
    driver.close();
    stateDir.close();
  }

  private PipelineTopology.Crew crew() {
    return PipelineTopology.Crew.onCaller(new Workers.Clocks(() -> now, () -> 0L));
  }

  private static PipelineTopology.Waiting waiting() {
    // A registry that is down ends the test at once: no thread is to wait in it.
    return new PipelineTopology.Waiting(duration -> {}, () -> true);
  }

  private Properties settings(PipelineConfig config) {
    Properties settings = new Properties();
    settings.putAll(
        Map.of(
            StreamsConfig.APPLICATION_ID_CONFIG, config.pipeline(),
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092",
            StreamsConfig.STATE_DIR_CONFIG, stateDir.path().toString()));
    return settings;
  }

  private static final class NoMetrics implements PipelineMetrics {
    @Override
    public void settled(String type, String outcome) {}

    @Override
    public void handlerRan(String type, Duration duration) {}

    @Override
    public void delayed(String task, long count) {}

    @Override
    public void parked(String task, long events, long keys) {}

    @Override
    public void registryWaiting(String task, boolean waiting) {}
  }
}
