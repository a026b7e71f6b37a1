package io.sluice.bench.measure;

import io.sluice.bench.contestant.Contestant;
import io.sluice.bench.topic.Input;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Handles what the parent publishes, tells it how far it got, and takes samples of the memory until
 * the parent says how many it were; then waits for the rest of them.
 */
public final class SoakMeasurement implements Measurement {
  /** For how long is published. */
  public static final String SECONDS = "seconds";

  /** In front of how many events were handled so far. */
  public static final String HANDLED = "HANDLED ";

  /** In front of how many were published in all. */
  public static final String PUBLISHED = "PUBLISHED ";

  private static final long TELL_EVERY = TimeUnit.SECONDS.toNanos(1);

  @Override
  public void measure(Assignment assignment, Profile profile, ParentLink parent, Clock clock)
      throws Exception {
    Input input = assignment.input();
    SeenEvents seen = new SeenEvents(input.events());
    Contestant contestant =
        assignment.kind().in(assignment.surroundings().without(List.of(SECONDS)));
    MemorySampling sampling = new MemorySampling(assignment.surroundings().number(SECONDS));
    Patience patience = new Patience(assignment.limitSeconds());
    long begin;
    long published;
    @Nullable String trouble;
    try (contestant) {
      contestant.start(seen::add);
      begin = System.nanoTime();
      profile.begin();
      parent.tell(HANDLED + 0);
      published = watch(parent, contestant, seen, sampling);
      trouble =
          patience.await(
              (time, unit) -> seen.awaitCount(published, time, unit),
              contestant,
              "all published events handled:");
      profile.end();
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    List<String> problems = new ArrayList<>();
    if (trouble != null) {
      problems.add(trouble);
    }
    long lost = published - seen.count();
    if (lost > 0) {
      problems.add(lost + " of " + published + " published events were not handled");
    }
    MemoryTrend trend = new MemoryTrend(sampling.samples());
    problems.addAll(trend.problems());
    Map<String, Double> figures = new HashMap<>(trend.figures());
    figures.put("events_per_second", seen.count() / seconds);
    figures.put("events", (double) seen.count());
    figures.put("handled_again", (double) seen.again());
    parent.report(new Report(figures, problems, !patience.isLost()));
  }

  /** Until the parent tells how many it published. */
  private static long watch(
      ParentLink parent, Contestant contestant, SeenEvents seen, MemorySampling sampling)
      throws InterruptedException {
    long toldAt = System.nanoTime();
    while (true) {
      String line = parent.hear();
      if (line != null && line.startsWith(PUBLISHED)) {
        return Long.parseLong(line.substring(PUBLISHED.length()));
      }
      sampling.takeIfDue(seen.count());
      if (System.nanoTime() - toldAt >= TELL_EVERY) {
        String failure = contestant.failure();
        if (failure != null) {
          throw new IllegalStateException("the contestant failed: " + failure);
        }
        parent.tell(HANDLED + seen.count());
        toldAt = System.nanoTime();
      }
    }
  }
}
