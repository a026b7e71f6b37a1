package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * 64 bits for a key or an id. Two of a million collide once in tens of millions of runs, and then a
 * letter is skipped and told, or keeps an order that nobody asked for.
 */
final class Hash64 {
  /** FNV-1a, see draft-eastlake-fnv. */
  private static final long BASIS = 0xcbf29ce484222325L;

  private static final long PRIME = 0x100000001b3L;

  private Hash64() {}

  static long of(String text) {
    return of(text.getBytes(UTF_8));
  }

  static long of(byte[] bytes) {
    return add(BASIS, bytes);
  }

  /** The hash of what gave {@code hash} followed by these bytes; never 0. */
  static long add(long hash, byte[] bytes) {
    long sum = hash;
    for (byte b : bytes) {
      sum = (sum ^ (b & 0xff)) * PRIME;
    }
    return sum == 0 ? 1 : sum;
  }
}
