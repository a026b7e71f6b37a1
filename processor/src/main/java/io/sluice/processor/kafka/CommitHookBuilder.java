package io.sluice.processor.kafka;

import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Builds a store with a {@link CommitHook} around a store of bytes; name and changelog are those of
 * the store inside.
 *
 * @param <T> the store with the hook
 */
public final class CommitHookBuilder<T extends CommitHook> implements StoreBuilder<T> {
  private final StoreBuilder<KeyValueStore<Bytes, byte[]>> inside;
  private final Function<KeyValueStore<Bytes, byte[]>, T> around;

  /** Builds {@code around} what {@code inside} builds. */
  public CommitHookBuilder(
      StoreBuilder<KeyValueStore<Bytes, byte[]>> inside,
      Function<KeyValueStore<Bytes, byte[]>, T> around) {
    this.inside = inside;
    this.around = around;
  }

  @Override
  public StoreBuilder<T> withCachingEnabled() {
    inside.withCachingEnabled();
    return this;
  }

  @Override
  public StoreBuilder<T> withCachingDisabled() {
    inside.withCachingDisabled();
    return this;
  }

  @Override
  public StoreBuilder<T> withLoggingEnabled(Map<String, String> config) {
    inside.withLoggingEnabled(config);
    return this;
  }

  @Override
  public StoreBuilder<T> withLoggingDisabled() {
    inside.withLoggingDisabled();
    return this;
  }

  @Override
  public T build() {
    return around.apply(inside.build());
  }

  @Override
  public Map<String, String> logConfig() {
    return inside.logConfig();
  }

  @Override
  public boolean loggingEnabled() {
    return inside.loggingEnabled();
  }

  @Override
  public String name() {
    return inside.name();
  }
}
