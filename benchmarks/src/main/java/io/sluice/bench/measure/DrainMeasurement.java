package io.sluice.bench.measure;

import io.sluice.bench.contestant.Contestant;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Handles a topic on which everything is there from the beginning. */
final class DrainMeasurement implements Measurement {

  @Override
  public void measure(Assignment assignment, Profile profile, ParentLink parent, Clock clock)
      throws Exception {
    Tally tally = new Tally(assignment.input(), assignment.task(), System::nanoTime);
    Contestant contestant = assignment.kind().in(assignment.surroundings());
    Patience patience = new Patience(assignment.limitSeconds());
    @Nullable String trouble;
    try (contestant) {
      contestant.start(tally::handle);
      trouble =
          profile.isWanted()
              ? patience.await(tally::awaitWarm, contestant, "first events handled:")
              : null;
      if (trouble == null) {
        profile.begin();
        trouble = patience.await(tally::awaitAll, contestant, "all events handled:");
        profile.end();
      }
    }
    List<String> problems = new ArrayList<>(tally.problems());
    Map<String, Double> figures = new HashMap<>();
    if (trouble != null) {
      problems.add(trouble);
    } else {
      problems.addAll(contestant.emittedProblems(assignment.input().events()));
      figures.put("events_per_second", tally.rate());
      figures.put("seconds", tally.seconds());
    }
    if (assignment.input().keys() > 0) {
      figures.put("out_of_order", (double) tally.outOfOrder());
      if (tally.outOfOrder() > 0) {
        problems.add(
            tally.outOfOrder() + " events ran before an earlier one of their key was done");
      }
    }
    parent.report(new Report(figures, problems, !patience.isLost()));
  }
}
