package io.sluice.processor.workflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The machine's entries in memory, which can be copied. */
final class MemoryStore implements WorkflowStore {
  private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);

  private final List<byte[]> reads = new ArrayList<>();

  MemoryStore copy() {
    MemoryStore copy = new MemoryStore();
    copy.entries.putAll(entries);
    return copy;
  }

  int size() {
    return entries.size();
  }

  /** How often a result's entry has been asked for. */
  long reads(byte[] key) {
    return reads.stream().filter(read -> Arrays.equals(read, key)).count();
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    if (key[0] == 'R') {
      reads.add(key);
    }
    return entries.get(key);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    entries.put(key, value);
  }

  @Override
  public void delete(byte[] key) {
    entries.remove(key);
  }

  @Override
  public List<Entry> range(byte[] from, byte[] to, int most) {
    return entries.subMap(from, true, to, true).entrySet().stream()
        .limit(most)
        .map(entry -> new Entry(entry.getKey(), entry.getValue()))
        .toList();
  }
}
