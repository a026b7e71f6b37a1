package io.sluice.processor.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody most likely meant. */
public final class Nearest {
  private Nearest() {}

  /** The closest of the allowed names; empty when none is close. */
  public static Optional<String> to(String written, Collection<String> allowed) {
    String plain = plain(written);
    int farthest = Math.max(1, plain.length() / 3);
    return allowed.stream()
        .filter(name -> distance(plain, plain(name)) <= farthest)
        .min(Comparator.comparingInt(name -> distance(plain, plain(name))));
  }

  /** {@code ; did you mean x?}, or nothing. */
  static String hint(String written, Collection<String> allowed) {
    return to(written, allowed).map(name -> "; did you mean " + name + "?").orElse("");
  }

  /** Other ways to write one name ({@code maxAttempts}, {@code max-attempts}) are the same name. */
  private static String plain(String name) {
    return name.replaceAll("[-_. ]", "").toLowerCase(Locale.ROOT);
  }

  /** Edits between two words, a swap of neighbours counted as one (optimal string alignment). */
  private static int distance(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(edits[i - 1][j], edits[i][j - 1]) + 1;
        best = Math.min(best, edits[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          best = Math.min(best, edits[i - 2][j - 2] + 1);
        }
        edits[i][j] = best;
      }
    }
    return edits[a.length()][b.length()];
  }
}
