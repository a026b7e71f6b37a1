package io.sluice.cli;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is left when all is over: what promises are judged by.
 *
 * @param published all events
 * @param emitted their follow-ups, a partition's in its order
 * @param effects what handlers did
 * @param kills which processes were killed, in order
 */
record Evidence(
    Set<NumberedEvent> published, List<Emitted> emitted, List<Effect> effects, List<Kill> kills) {

  /** What happened, judged by every promise at once. */
  void keeps(Promise... promises) {
    for (Promise promise : promises) {
      promise.check(this);
    }
  }

  /** The effects of attempts that succeeded, by event, in the order of their ends. */
  Map<NumberedEvent, List<Effect>> successes() {
    return effects.stream()
        .filter(Effect::succeeded)
        .sorted(Comparator.comparing(Effect::end))
        .collect(Collectors.groupingBy(Effect::event, LinkedHashMap::new, Collectors.toList()));
  }

  /** What kind of run it was, in numbers. */
  String summary() {
    long processes = effects.stream().mapToLong(Effect::process).distinct().count();
    long repeated = successes().values().stream().filter(it -> it.size() > 1).count();
    return "%d events, %d follow-ups, %d effects in %d processes, %d events with more than one, %d at once"
        .formatted(
            published.size(), emitted.size(), effects.size(), processes, repeated, mostAtOnce());
  }

  /** How many handlers ran at the same time at the most, over all processes. */
  int mostAtOnce() {
    List<long[]> changes =
        effects.stream()
            .flatMap(
                it ->
                    List.of(
                        new long[] {it.start().toEpochMilli(), 1},
                        new long[] {it.end().toEpochMilli(), -1})
                        .stream())
            .sorted(Comparator.<long[]>comparingLong(it -> it[0]).thenComparingLong(it -> it[1]))
            .toList();
    int running = 0;
    int most = 0;
    for (long[] change : changes) {
      running += (int) change[1];
      most = Math.max(most, running);
    }
    return most;
  }
}
