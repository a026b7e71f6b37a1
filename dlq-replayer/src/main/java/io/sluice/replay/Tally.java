package io.sluice.replay;

import io.sluice.replay.Verdict.Fate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** Counts what became of letters. Not thread-safe. */
final class Tally {
  private static final int MOST_REASONS = 100;
  private static final String OTHER = "other reasons";

  private final Map<Fate, Long> fates = new EnumMap<>(Fate.class);
  private final Map<String, Long> why = new LinkedHashMap<>();
  private final Map<TopicPartition, Long> destinations =
      new TreeMap<>(
          Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));

  void count(Verdict verdict) {
    fates.merge(verdict.fate(), 1L, Long::sum);
    String reason = verdict.why();
    if (reason != null) {
      boolean room = why.containsKey(reason) || why.size() < MOST_REASONS;
      why.merge(room ? reason : OTHER, 1L, Long::sum);
    }
    TopicPartition to = verdict.to();
    if (to != null) {
      destinations.merge(to, 1L, Long::sum);
    }
  }

  /** A letter that was chosen and is there no more. */
  void countGone() {
    fates.merge(Fate.SKIP, 1L, Long::sum);
    why.merge("retention has taken it", 1L, Long::sum);
  }

  long handled() {
    return fates.entrySet().stream()
        .filter(entry -> entry.getKey().isHandled())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  Map<Fate, Long> fates() {
    return new EnumMap<>(fates);
  }

  Map<String, Long> why() {
    return new LinkedHashMap<>(why);
  }

  Map<TopicPartition, Long> destinations() {
    return new LinkedHashMap<>(destinations);
  }
}
