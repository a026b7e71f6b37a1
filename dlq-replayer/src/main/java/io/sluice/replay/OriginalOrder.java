package io.sluice.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts letters of one key into the order in which they were published: they died in another where
 * one was retried for longer than the next. Each key keeps the places it has in the list, so that
 * all others, which are nearly all, are still read as they lie.
 */
final class OriginalOrder {
  private OriginalOrder() {}

  static List<Chosen> of(List<Chosen> asTheyLie) {
    SortedLongs lines = SortedLongs.of(asTheyLie, Chosen::line);
    BitSet disordered = disordered(asTheyLie, lines);
    if (disordered.isEmpty()) {
      return asTheyLie;
    }
    Map<Integer, List<Integer>> places = new HashMap<>();
    for (int i = 0; i < asTheyLie.size(); i++) {
      int line = lines.indexOf(asTheyLie.get(i).line());
      if (disordered.get(line)) {
        places.computeIfAbsent(line, of -> new ArrayList<>()).add(i);
      }
    }
    List<Chosen> ordered = new ArrayList<>(asTheyLie);
    for (List<Integer> of : places.values()) {
      // Stable: an event that died twice keeps the order of its deaths.
      List<Chosen> letters =
          of.stream()
              .map(asTheyLie::get)
              .sorted(Comparator.comparingLong(Chosen::originOffset))
              .toList();
      for (int i = 0; i < of.size(); i++) {
        ordered.set(of.get(i), letters.get(i));
      }
    }
    return ordered;
  }

  /** By the index of the line among all. */
  private static BitSet disordered(List<Chosen> letters, SortedLongs lines) {
    BitSet disordered = new BitSet();
    long[] last = new long[lines.size()];
    Arrays.fill(last, Long.MIN_VALUE);
    for (Chosen letter : letters) {
      if (letter.line() != 0) {
        int line = lines.indexOf(letter.line());
        if (last[line] > letter.originOffset()) {
          disordered.set(line);
        }
        last[line] = letter.originOffset();
      }
    }
    return disordered;
  }
}
