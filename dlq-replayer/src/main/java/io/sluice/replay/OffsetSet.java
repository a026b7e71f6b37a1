package io.sluice.replay;

import java.util.BitSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Offsets of one partition, about a bit each where they lie close. Not thread-safe. */
final class OffsetSet {
  private static final int BLOCK_BITS = 16;
  private static final long WITHIN_BLOCK = (1L << BLOCK_BITS) - 1;

  private final TreeMap<Long, BitSet> blocks = new TreeMap<>();

  void add(long offset) {
    blocks
        .computeIfAbsent(offset >> BLOCK_BITS, block -> new BitSet())
        .set((int) (offset & WITHIN_BLOCK));
  }

  void remove(long offset) {
    BitSet block = blocks.get(offset >> BLOCK_BITS);
    if (block != null) {
      block.clear((int) (offset & WITHIN_BLOCK));
      if (block.isEmpty()) {
        blocks.remove(offset >> BLOCK_BITS);
      }
    }
  }

  boolean contains(long offset) {
    BitSet block = blocks.get(offset >> BLOCK_BITS);
    return block != null && block.get((int) (offset & WITHIN_BLOCK));
  }

  /** The lowest; empty when there is none. */
  OptionalLong first() {
    Map.Entry<Long, BitSet> block = blocks.firstEntry();
    return block == null
        ? OptionalLong.empty()
        : OptionalLong.of((block.getKey() << BLOCK_BITS) + block.getValue().nextSetBit(0));
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  /** In rising order. */
  LongStream stream() {
    return blocks.entrySet().stream().flatMapToLong(OffsetSet::ofBlock);
  }

  private static LongStream ofBlock(Map.Entry<Long, BitSet> block) {
    return block.getValue().stream().mapToLong(bit -> (block.getKey() << BLOCK_BITS) + bit);
  }
}
