package io.sluice.testkit;

import io.sluice.processor.Pipeline;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.processor.metrics.PipelineMetrics;
import io.sluice.processor.topology.PipelineTopology;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EncodedEvent;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.InMemorySchemaRegistry;
import io.sluice.schema.TopicNames;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * Runs a whole pipeline in memory, handlers on the calling thread, with a clock that only the test
 * moves. What is due falls due at its very time while the clock is moved. Not thread-safe.
 *
 * <pre>{@code
 * try (SluiceTestDriver driver = SluiceTestDriver.of(config, handlers)) {
 *   driver.publish(EventDraft.of("order.placed", order).id("o-1"));
 *   driver.advance(Duration.ofDays(2));
 *   assertThat(driver.lastOutcome("o-1")).isEqualTo(Outcome.SUCCEEDED);
 * }
 * }</pre>
 */
public final class SluiceTestDriver implements AutoCloseable {
  /** When every test begins. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final PipelineConfig config;
  private final TopicNames names;
  private final InMemorySchemaRegistry registry;
  private final EventCodec codec;
  private final Path stateDir;
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> source;
  private final TestOutputTopic<byte[], byte[]> statusTopic;
  private final TestOutputTopic<byte[], byte[]> deadLetterTopic;
  private final List<EventStatus> statuses = new ArrayList<>();
  private final List<TestRecord<byte[], byte[]>> deadLetters = new ArrayList<>();
  private Instant now = START;

  private SluiceTestDriver(PipelineConfig config, HandlerRegistry handlers) {
    this.config = config;
    this.names = new TopicNames(config.pipeline());
    this.registry = new InMemorySchemaRegistry();
    this.codec = EventCodec.create(config.schemaRegistry(), registry);
    this.stateDir = temporary();
    PipelineTopology.Surroundings surroundings =
        new PipelineTopology.Surroundings(
            codec, new NoMetrics(), new Random(1), () -> 0L, topic -> true, waiting());
    this.driver =
        new TopologyTestDriver(
            Pipeline.topology(config, handlers, surroundings), settings(), START);
    this.source = input(config.sources().get(0));
    this.statusTopic = output(names.status());
    this.deadLetterTopic = output(names.dlq());
  }

  /** A pipeline as configured, at {@link #START}; broker and registry addresses are not used. */
  public static SluiceTestDriver of(PipelineConfig config, HandlerRegistry handlers) {
    return new SluiceTestDriver(config, handlers);
  }

  /** Publishes to the first source, now; the event and all that follows at once is processed. */
  public String publish(EventDraft draft) {
    EncodeContext context = new EncodeContext(config.sources().get(0), "test", now);
    EncodedEvent event = codec.encode(draft, context);
    publishRaw(event.key(), event.value(), new RecordHeaders());
    return event.id();
  }

  /** Puts any bytes on the first source. */
  public void publishRaw(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    source.pipeInput(new TestRecord<>(key, value, headers, now));
  }

  /** Puts a record on the retry topic, as a replay does. */
  public void replay(TestRecord<byte[], byte[]> deadLetter, Headers headers) {
    input(names.retry())
        .pipeInput(new TestRecord<>(deadLetter.key(), deadLetter.value(), headers, now));
  }

  /** Moves the clock; each event that falls due on the way runs at its time. */
  public void advance(Duration duration) {
    Instant target = now.plus(duration);
    while (now.isBefore(target)) {
      moveTo(earlier(target, nextDue()));
    }
  }

  /** What time the pipeline has. */
  public Instant now() {
    return now;
  }

  /** Every status so far, in order. */
  public List<EventStatus> statuses() {
    statusTopic
        .readValuesToList()
        .forEach(value -> statuses.add(codec.decodeStatus(names.status(), value)));
    return List.copyOf(statuses);
  }

  /** The outcomes of one event so far, in order. */
  public List<Outcome> outcomes(String id) {
    return statuses().stream()
        .filter(status -> status.getId().equals(id))
        .map(EventStatus::getOutcome)
        .toList();
  }

  /** The last outcome of one event. */
  public Outcome lastOutcome(String id) {
    List<Outcome> outcomes = outcomes(id);
    if (outcomes.isEmpty()) {
      throw new AssertionError("no outcome of event " + id + " so far");
    }
    return outcomes.get(outcomes.size() - 1);
  }

  /** Every dead letter so far, in order. */
  public List<TestRecord<byte[], byte[]>> deadLetters() {
    deadLetters.addAll(deadLetterTopic.readRecordsToList());
    return List.copyOf(deadLetters);
  }

  /** What handlers published to a topic since this was last asked. */
  public List<TestRecord<byte[], byte[]>> published(String topic) {
    return output(topic).readRecordsToList();
  }

  /** Bytes to events and back, with this driver's registry. */
  public EventCodec codec() {
    return codec;
  }

  /** This driver's registry. */
  public InMemorySchemaRegistry registry() {
    return registry;
  }

  @Override
  public void close() {
    driver.close();
    codec.close();
    delete(stateDir);
  }

  private void moveTo(Instant next) {
    // A wall-clock timer has a resolution of 1 ms, so the clock moves by at least that.
    Instant at = next.isAfter(now) ? next : now.plusMillis(1);
    Duration step = Duration.between(now, at);
    now = at;
    driver.advanceWallClockTime(step);
  }

  private @Nullable Instant nextDue() {
    KeyValueStore<Bytes, byte[]> delayed = driver.getKeyValueStore(PipelineTopology.delayStore());
    OptionalLong next = PipelineTopology.nextDueAtMs(delayed);
    return next.isEmpty() ? null : Instant.ofEpochMilli(next.getAsLong());
  }

  private static Instant earlier(Instant target, @Nullable Instant due) {
    return due == null || due.isAfter(target) ? target : due;
  }

  private TestInputTopic<byte[], byte[]> input(String topic) {
    return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private TestOutputTopic<byte[], byte[]> output(String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static PipelineTopology.Waiting waiting() {
    // A registry that is down ends the test at once: no thread is to wait in it.
    return new PipelineTopology.Waiting(duration -> {}, () -> true);
  }

  private Properties settings() {
    Properties settings = new Properties();
    settings.putAll(
        Map.of(
            StreamsConfig.APPLICATION_ID_CONFIG, config.pipeline(),
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092",
            StreamsConfig.STATE_DIR_CONFIG, stateDir.toString()));
    return settings;
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("sluice-testkit");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class NoMetrics implements PipelineMetrics {
    @Override
    public void settled(String type, String outcome) {}

    @Override
    public void handlerRan(String type, Duration duration) {}

    @Override
    public void delayed(String task, long count) {}

    @Override
    public void registryWaiting(String task, boolean waiting) {}
  }
}
