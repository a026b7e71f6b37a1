package io.sluice.processor.topology;

import io.sluice.processor.kafka.CommitHookBuilder;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/**
 * Name, serdes and builder of each store. Caching is off: no entry is ever written twice, but those
 * of workflows, which are few beside the events.
 */
final class StateStores {
  static final String DEDUPE = "dedupe";
  static final String DELAY = "delay";
  static final String IN_FLIGHT = "in-flight";
  static final String PARKED = "parked";
  static final String HELD = "held";
  static final String WORKFLOW = "workflow";

  /**
   * After a crash under exactly-once a changelog is read from its beginning, so those whose entries
   * are soon deleted again are compacted early.
   */
  private static final Map<String, String> SMALL_CHANGELOG =
      Map.of(
          TopicConfig.SEGMENT_BYTES_CONFIG, String.valueOf(32 * 1024 * 1024),
          TopicConfig.SEGMENT_MS_CONFIG, String.valueOf(Duration.ofMinutes(10).toMillis()),
          TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1",
          // A whole event is an entry, and may be larger than what the broker takes by default.
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(16 * 1024 * 1024));

  private StateStores() {}

  static StoreBuilder<WindowStore<String, Long>> dedupe(Duration window) {
    return Stores.windowStoreBuilder(
            Stores.persistentWindowStore(DEDUPE, window.multipliedBy(2), window, false),
            Serdes.String(),
            Serdes.Long())
        .withCachingDisabled()
        .withLoggingEnabled(Map.of());
  }

  static StoreBuilder<DelayStore> delay() {
    return new CommitHookBuilder<>(bytes(Stores.persistentKeyValueStore(DELAY)), DelayStore::new);
  }

  static StoreBuilder<HeldEvents> held() {
    return new CommitHookBuilder<>(bytes(Stores.persistentKeyValueStore(HELD)), HeldEvents::new);
  }

  static StoreBuilder<KeyValueStore<Bytes, byte[]>> parked() {
    return bytes(Stores.persistentKeyValueStore(PARKED));
  }

  static StoreBuilder<KeyValueStore<Bytes, byte[]>> workflow() {
    return bytes(Stores.persistentKeyValueStore(WORKFLOW));
  }

  /** In memory: what is in it is in memory anyway, with the handlers. */
  static StoreBuilder<InFlightStore> inFlight() {
    return new CommitHookBuilder<>(
        bytes(Stores.inMemoryKeyValueStore(IN_FLIGHT)), InFlightStore::new);
  }

  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> bytes(
      KeyValueBytesStoreSupplier supplier) {
    return Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), Serdes.ByteArray())
        .withCachingDisabled()
        .withLoggingEnabled(SMALL_CHANGELOG);
  }
}
