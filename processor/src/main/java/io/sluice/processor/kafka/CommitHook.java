package io.sluice.processor.kafka;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;

/**
 * A key-value store whose owner is called right before each commit, while what it writes still
 * belongs to the transaction that is about to be committed. Used by the stream thread only.
 *
 * <p>The one hook that Kafka Streams 4.3.1 has for this is {@code CachedStateStore.flushCache()}:
 * {@code StreamTask.prepareCommit} calls it, then flushes the producer, then commits the offsets;
 * {@code StateStore.commit} and {@code Processor.close} come after the offsets.
 *
 * <p>It is no {@code KeyValueStore} itself, so that a processor is handed this very object and not
 * a wrapper of it.
 */
public abstract class CommitHook
    extends WrappedStateStore<KeyValueStore<Bytes, byte[]>, Bytes, byte[]> {

  /** Wraps a store of bytes, with its changelog. */
  protected CommitHook(KeyValueStore<Bytes, byte[]> entries) {
    super(entries);
  }

  /**
   * Called by the stream thread before each commit of the task, and never with an open iterator.
   */
  protected abstract void beforeCommit();

  /** The entries, each put and delete of which goes to the changelog as well. */
  protected final KeyValueStore<Bytes, byte[]> entries() {
    return wrapped();
  }

  @Override
  public final void init(StateStoreContext context, StateStore root) {
    super.init(context, root);
  }

  @Override
  public final void flushCache() {
    beforeCommit();
    super.flushCache();
  }
}
