package io.sluice.bench.measure;

import io.sluice.bench.contestant.Contestant;
import io.sluice.bench.topic.EventMaker;
import io.sluice.bench.topic.Input;
import io.sluice.bench.topic.Sending;
import io.sluice.bench.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Handles a topic so that its ids are in the dedupe store, and lets events come in that wait for
 * longer than the benchmark lasts; then stays until it is told to stop.
 */
public final class FillMeasurement implements Measurement {
  public static final String DELAYED = "delayed";
  private static final Duration WAIT = Duration.ofDays(1);

  @Override
  public void measure(Assignment assignment, Profile profile, ParentLink parent, Clock clock)
      throws Exception {
    // Not what is measured: no profile.
    Input input = assignment.input();
    Tally tally = new Tally(input, assignment.task(), System::nanoTime);
    try (Topics topics = new Topics(assignment.surroundings().servers().bootstrapServers())) {
      topics.create(RestartMeasurement.probeTopic(assignment), Map.of());
    }
    writeDelayed(assignment, clock);
    Contestant contestant =
        assignment.kind().in(assignment.surroundings().without(List.of(DELAYED)));
    try (contestant) {
      contestant.start(tally::handle);
      Patience patience = new Patience(assignment.limitSeconds());
      @Nullable String trouble = patience.await(tally::awaitAll, contestant, "all events handled:");
      if (trouble == null) {
        // Several commit intervals, for what came in last.
        TimeUnit.SECONDS.sleep(1);
      }
      parent.report(
          new Report(
              Map.of(), trouble == null ? tally.problems() : List.of(trouble), !patience.isLost()));
      parent.awaitStop();
    }
  }

  /** In front of the probes, on a topic of this run alone, so that they are in the store first. */
  private static void writeDelayed(Assignment assignment, Clock clock) {
    String topic = RestartMeasurement.probeTopic(assignment);
    int delayed = assignment.surroundings().number(DELAYED);
    Instant due = clock.instant().plus(WAIT);
    try (EventMaker maker =
            new EventMaker(assignment.surroundings().servers().registryUrl(), clock);
        Sending sending = Sending.inBulk(assignment.surroundings().servers().bootstrapServers())) {
      for (int i = 0; i < delayed; i++) {
        sending.send(topic, maker.delayed(topic, RestartMeasurement.FIRST_DELAYED + i, due));
      }
      sending.flush();
    }
  }
}
