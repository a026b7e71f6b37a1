package io.sluice.replay;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/** The different numbers of many letters, 8 bytes each. Immutable. */
final class SortedLongs {
  private final long[] sorted;

  private SortedLongs(long[] sorted) {
    this.sorted = sorted;
  }

  static SortedLongs of(List<Chosen> letters, ToLongFunction<Chosen> number) {
    long[] all = new long[letters.size()];
    int next = 0;
    for (Chosen letter : letters) {
      all[next++] = number.applyAsLong(letter);
    }
    Arrays.sort(all);
    int different = 0;
    for (int i = 0; i < all.length; i++) {
      if (i == 0 || all[i] != all[i - 1]) {
        all[different++] = all[i];
      }
    }
    return new SortedLongs(different == all.length ? all : Arrays.copyOf(all, different));
  }

  int size() {
    return sorted.length;
  }

  boolean contains(long number) {
    return indexOf(number) >= 0;
  }

  /** From 0 to below {@link #size}; negative when the number is not one of them. */
  int indexOf(long number) {
    return Arrays.binarySearch(sorted, number);
  }
}
