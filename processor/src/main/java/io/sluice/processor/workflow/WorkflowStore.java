package io.sluice.processor.workflow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the machine keeps its state: entries in the unsigned order of their keys' bytes. */
public interface WorkflowStore {
  /** An entry's value; null when there is none. */
  byte @Nullable [] get(byte[] key);

  /** Writes an entry. */
  void put(byte[] key, byte[] value);

  /** Removes an entry, if it is there. */
  void delete(byte[] key);

  /**
   * The first entries of a range.
   *
   * @param from the first key, inclusive
   * @param to the last key, inclusive
   * @param most how many at the most
   */
  List<Entry> range(byte[] from, byte[] to, int most);

  /** One entry. */
  @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
  record Entry(byte[] key, byte[] value) {}
}
