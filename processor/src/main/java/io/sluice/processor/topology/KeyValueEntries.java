package io.sluice.processor.topology;

import io.sluice.processor.workflow.WorkflowStore;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A state store as workflows see it. */
final class KeyValueEntries implements WorkflowStore {
  private final KeyValueStore<Bytes, byte[]> store;

  KeyValueEntries(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return store.get(Bytes.wrap(key));
  }

  @Override
  public void put(byte[] key, byte[] value) {
    store.put(Bytes.wrap(key), value);
  }

  @Override
  public void delete(byte[] key) {
    store.delete(Bytes.wrap(key));
  }

  @Override
  public List<Entry> range(byte[] from, byte[] to, int most) {
    List<Entry> entries = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> range = store.range(Bytes.wrap(from), Bytes.wrap(to))) {
      while (range.hasNext() && entries.size() < most) {
        KeyValue<Bytes, byte[]> entry = range.next();
        entries.add(new Entry(entry.key.get(), entry.value));
      }
    }
    return entries;
  }
}
