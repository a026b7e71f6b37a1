package io.sluice.replay.filter;

import io.sluice.replay.letter.Fingerprint;
import io.sluice.replay.letter.OpenLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Watches which fingerprints the letters have that a filter chose, to tell when one that was
 * shortened stands for several. Not thread-safe.
 */
public final class FingerprintUse {
  private final List<String> wanted;
  private final Map<String, Fingerprint> seen = new TreeMap<>();

  public FingerprintUse(LetterFilter filter) {
    this.wanted = filter.fingerprints();
  }

  /** Takes note of a letter that the filter chose. */
  public void add(OpenLetter chosen) {
    if (!wanted.isEmpty()) {
      seen.putIfAbsent(chosen.fingerprint().id(), chosen.fingerprint());
    }
  }

  /** A sentence for each fingerprint that was written too short; empty when none was. */
  public List<String> ambiguities() {
    List<String> told = new ArrayList<>();
    for (String beginning : wanted) {
      List<Fingerprint> meant =
          seen.values().stream()
              .filter(fingerprint -> fingerprint.id().startsWith(beginning))
              .toList();
      if (meant.size() > 1 && !seen.containsKey(beginning)) {
        told.add(
            "fingerprint "
                + beginning
                + " is short for "
                + meant.size()
                + ": "
                + meant.stream().map(Fingerprint::id).collect(Collectors.joining(", "))
                + "; write more of it");
      }
    }
    return told;
  }
}
