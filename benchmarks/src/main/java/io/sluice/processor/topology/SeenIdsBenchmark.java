package io.sluice.processor.topology;

import io.sluice.bench.topic.EventId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.WindowStore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The look-up of an id in the dedupe store, on RocksDB, without its changelog. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before it measures.
public class SeenIdsBenchmark {
  private static final Duration WINDOW = Duration.ofHours(24);

  /** Well inside a bucket, so that ids do not age while the benchmark runs. */
  private static final long NOW = WINDOW.multipliedBy(20_000).plusHours(1).toMillis();

  /** How many ids are known before. */
  @Param({"1000000"})
  public int known;

  /** Whether the filters in memory know the ids: not after a restart. */
  @Param({"true", "false"})
  public boolean filtered;

  private final SplittableRandom random = new SplittableRandom(3);
  private Path folder;
  private WindowStore<String, Long> store;
  private SeenIds ids;
  private long next;

  @Setup
  public void open() throws IOException {
    folder = Files.createTempDirectory("seen-ids");
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, PipelineTopology.rocksMemory());
    MockProcessorContext<Void, Void> context =
        new MockProcessorContext<>(settings, new TaskId(0, 0), folder.toFile());
    store = StateStores.dedupe(WINDOW).withLoggingDisabled().build();
    store.init(context.getStateStoreContext(), store);
    ids = new SeenIds(store, WINDOW, new IdFilter.Budget(filtered ? 64L << 20 : 0));
    for (next = 0; next < known; next++) {
      ids.seenBefore(EventId.of(next), NOW);
    }
  }

  @TearDown
  public void close() throws IOException {
    store.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  /** As for nearly every event: look, do not find, remember. */
  @Benchmark
  public boolean newId() {
    return ids.seenBefore(EventId.of(next++), NOW);
  }

  /** A duplicate. */
  @Benchmark
  public boolean knownId() {
    return ids.seenBefore(EventId.of(random.nextLong(known)), NOW);
  }
}
