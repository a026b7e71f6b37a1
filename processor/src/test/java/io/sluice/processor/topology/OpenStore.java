package io.sluice.processor.topology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.StoreBuilder;

/** A real store of Kafka Streams, opened without a broker in a folder of its own. */
record OpenStore<S extends StateStore>(S store, Path folder) implements AutoCloseable {
  static <S extends StateStore> OpenStore<S> of(StoreBuilder<S> builder) throws IOException {
    Path folder = Files.createTempDirectory("open-store");
    return new OpenStore<>(opened(builder, folder), folder);
  }

  /** A store that writes no file, so there is none to clear away. */
  static <S extends StateStore> S inMemory(StoreBuilder<S> builder) {
    return opened(builder, Path.of("target"));
  }

  private static <S extends StateStore> S opened(StoreBuilder<S> builder, Path folder) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
    MockProcessorContext<Void, Void> context =
        new MockProcessorContext<>(settings, new TaskId(0, 0), folder.toFile());
    S store = builder.withLoggingDisabled().withCachingDisabled().build();
    store.init(context.getStateStoreContext(), store);
    return store;
  }

  @Override
  public void close() throws IOException {
    store.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
