package io.sluice.processor.topology;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Where events wait, as seen by who looks through all of them. For the stream thread only. */
interface Shelf {
  /**
   * The next entries.
   *
   * @param after the name to go on after; null: from the first
   * @param most how many at the most
   */
  List<KeyValue<Bytes, byte[]>> slice(@Nullable Bytes after, int most);

  /** Takes out one entry. */
  void remove(Bytes name);

  /** A slice of a range of a store, both ends of it included. */
  static List<KeyValue<Bytes, byte[]>> slice(
      KeyValueStore<Bytes, byte[]> store, Bytes from, Bytes to, @Nullable Bytes after, int most) {
    List<KeyValue<Bytes, byte[]>> slice = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> range = store.range(after == null ? from : after, to)) {
      while (range.hasNext() && slice.size() < most) {
        KeyValue<Bytes, byte[]> entry = range.next();
        if (!entry.key.equals(after)) {
          slice.add(entry);
        }
      }
    }
    return slice;
  }
}
