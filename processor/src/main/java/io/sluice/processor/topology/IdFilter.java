package io.sluice.processor.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells for most ids that they have not been added, in some 30 ns: a Bloom filter (B. H. Bloom,
 * CACM 1970) that grows as it fills, within what the instance has left for all its filters. Used by
 * the stream thread only.
 *
 * <p>It grows by parts, each twice as large as the one before, so that an id is looked for in few.
 */
final class IdFilter {
  private static final int FIRST_BITS = 1 << 20;
  private static final int MOST_BITS = 1 << 30;
  private static final int BITS_AN_ID = 10;
  private static final int PROBES = 5;

  private final Budget budget;
  private final List<Part> parts = new ArrayList<>();
  private boolean complete = true;

  /** How much memory all filters of an instance may take together. Thread-safe. */
  static final class Budget {
    private final AtomicLong leftBytes;

    Budget(long bytes) {
      this.leftBytes = new AtomicLong(bytes);
    }

    private boolean take(long bytes) {
      if (leftBytes.addAndGet(-bytes) >= 0) {
        return true;
      }
      giveBack(bytes);
      return false;
    }

    private void giveBack(long bytes) {
      leftBytes.addAndGet(bytes);
    }
  }

  private static final class Part {
    private final long[] words;
    private final int mask;
    private int room;

    Part(int bits) {
      this.words = new long[bits / Long.SIZE];
      this.mask = bits - 1;
      this.room = bits / BITS_AN_ID;
    }

    void add(long hash) {
      int probe = (int) hash;
      int step = (int) (hash >>> 32) | 1;
      for (int i = 0; i < PROBES; i++, probe += step) {
        int bit = probe & mask;
        words[bit >>> 6] |= 1L << bit;
      }
      room--;
    }

    boolean mayContain(long hash) {
      int probe = (int) hash;
      int step = (int) (hash >>> 32) | 1;
      for (int i = 0; i < PROBES; i++, probe += step) {
        int bit = probe & mask;
        if ((words[bit >>> 6] & 1L << bit) == 0) {
          return false;
        }
      }
      return true;
    }
  }

  IdFilter(Budget budget) {
    this.budget = budget;
  }

  /** FNV-1a over the characters, then mixed (the finalizer of MurmurHash3). */
  static long hash(String id) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }

  /** Adds an id by its hash, if there is memory left. */
  void add(long hash) {
    if (complete && hasRoom()) {
      parts.get(parts.size() - 1).add(hash);
    }
  }

  /** False if the id of that hash was certainly never added, or added before this filter was. */
  boolean mayContain(long hash) {
    if (!complete) {
      return true;
    }
    for (int i = parts.size() - 1; i >= 0; i--) {
      if (parts.get(i).mayContain(hash)) {
        return true;
      }
    }
    return false;
  }

  /** There are ids that it has not been told of: from now on it knows nothing. */
  void giveUp() {
    complete = false;
    for (Part part : parts) {
      budget.giveBack((long) part.words.length * Long.BYTES);
    }
    parts.clear();
  }

  private boolean hasRoom() {
    if (!parts.isEmpty() && parts.get(parts.size() - 1).room > 0) {
      return true;
    }
    int bits =
        parts.isEmpty()
            ? FIRST_BITS
            : Math.min(MOST_BITS, 2 * (parts.get(parts.size() - 1).mask + 1));
    if (!budget.take(bits / Byte.SIZE)) {
      giveUp();
      return false;
    }
    parts.add(new Part(bits));
    return true;
  }
}
