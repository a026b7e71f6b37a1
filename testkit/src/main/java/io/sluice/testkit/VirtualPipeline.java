package io.sluice.testkit;

import io.sluice.processor.Pipeline;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.control.LocalControl;
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
  private final LocalControl control = new LocalControl();
  private Instant now;

  VirtualPipeline(
      PipelineConfig config, HandlerRegistry handlers, EventCodec codec, Instant start, long seed) {
    this.now = start;
    PipelineTopology.Surroundings surroundings =
        new PipelineTopology.Surroundings(
            codec,
            new NoMetrics(),
            new Random(seed),
            crew(config),
            PipelineTopology.Topics.uncounted(),
            waiting());
    this.driver =
        new TopologyTestDriver(
            Pipeline.topology(config, handlers, surroundings), settings(config), start);
  }

  /** What is said to the pipeline. */
  LocalControl control() {
    return control;
  }

  Instant now() {
    return now;
  }

  void put(String topic, TestRecord<byte[], byte[]> record) {
    driver
        .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(record);
    while (nextWorkMs() == 0) {
      moveTowards(now);
    }
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

  /** When the next event is due, or a workflow goes on by itself; null: nothing is to come. */
  @Nullable Instant nextDue() {
    OptionalLong due =
        PipelineTopology.nextDueAtMs(driver.getStateStore(PipelineTopology.delayStore()));
    OptionalLong letIn =
        PipelineTopology.nextHeldAtMs(driver.getStateStore(PipelineTopology.heldStore()));
    long next =
        Math.min(nextWorkMs(), Math.min(due.orElse(Long.MAX_VALUE), letIn.orElse(Long.MAX_VALUE)));
    return next == Long.MAX_VALUE ? null : Instant.ofEpochMilli(next);
  }

  /** When workflows go on by themselves, ms since the epoch; 0: they have more to do now. */
  private long nextWorkMs() {
    return PipelineTopology.nextWorkMs(driver.getKeyValueStore(PipelineTopology.workflowStore()))
        .orElse(Long.MAX_VALUE);
  }

  @Override
  public void close() {
    driver.close();
    stateDir.close();
  }

  private PipelineTopology.Crew crew(PipelineConfig config) {
    Workers.Clocks clocks = new Workers.Clocks(() -> now, () -> now.toEpochMilli() * 1_000_000);
    return PipelineTopology.Crew.onCaller(
        clocks, Pipeline.doorkeeper(config, control, clocks, new NoMetrics()));
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
    public void held(String task, long events) {}

    @Override
    public void registryWaiting(String task, boolean waiting) {}

    @Override
    public void paused(String type, String cause, boolean paused) {}

    @Override
    public void breaker(String name, int state) {}

    @Override
    public void heldBack(String type, String why) {}
  }
}
