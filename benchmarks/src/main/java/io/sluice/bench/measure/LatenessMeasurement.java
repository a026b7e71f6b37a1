package io.sluice.bench.measure;

import io.sluice.bench.contestant.Contestant;
import io.sluice.bench.topic.EventMaker;
import io.sluice.bench.topic.Input;
import io.sluice.bench.topic.Sending;
import io.sluice.bench.topic.Topics;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events that are to wait, spread evenly at random over a time, and tells how long after
 * its time each handler started. Of those to warm up with, every second one waits, briefly.
 */
public final class LatenessMeasurement implements Measurement {
  public static final String FROM = "due_from_ms";
  public static final String TO = "due_to_ms";

  @Override
  public void measure(Assignment assignment, Profile profile, ParentLink parent, Clock clock)
      throws Exception {
    Input input = assignment.input();
    Arrivals handled = new Arrivals(input.events());
    Contestant contestant =
        assignment.kind().in(assignment.surroundings().without(List.of(FROM, TO)));
    Patience patience = new Patience(assignment.limitSeconds());
    long[] due = new long[input.events()];
    @Nullable String trouble;
    try (Topics topics = new Topics(assignment.surroundings().servers().bootstrapServers())) {
      topics.create(input.topic(), Map.of());
    }
    try (contestant) {
      contestant.start(sequence -> handled.arrive(sequence, nanos(clock.instant())));
      try (Publishing publishing = new Publishing(assignment, clock)) {
        publishing.warmUp();
        trouble =
            patience.await(
                (time, unit) -> handled.awaitCount(input.warmUp(), time, unit),
                contestant,
                "first events handled:");
        if (trouble == null) {
          profile.begin();
          publishing.delayed(due);
          trouble = patience.await(handled::awaitAll, contestant, "all events handled:");
          profile.end();
        }
      }
    }
    List<String> problems = new ArrayList<>();
    Map<String, Double> figures = new HashMap<>();
    if (trouble != null) {
      problems.add(trouble);
      problems.add(handled.missing() + " of " + input.events() + " events were not handled");
    } else {
      put(figures, problems, input, due, handled);
      problems.addAll(contestant.emittedProblems(input.events()));
    }
    parent.report(new Report(figures, problems, !patience.isLost()));
  }

  private static void put(
      Map<String, Double> figures,
      List<String> problems,
      Input input,
      long[] due,
      Arrivals handled) {
    Percentiles late = new Percentiles();
    int early = 0;
    for (int i = input.warmUp(); i < input.events(); i++) {
      long by = handled.at(i) - due[i];
      late.add(by);
      if (by < 0) {
        early++;
      }
    }
    late.putInto(figures, "late");
    if (early > 0) {
      problems.add(early + " events ran before their time");
    }
  }

  private static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  /** The publisher's side. */
  private static final class Publishing implements AutoCloseable {
    private final Assignment assignment;
    private final Clock clock;
    private final EventMaker maker;
    private final Sending sending;
    private final Random random = new Random(5);

    Publishing(Assignment assignment, Clock clock) {
      this.assignment = assignment;
      this.clock = clock;
      this.maker = new EventMaker(assignment.surroundings().servers().registryUrl(), clock);
      this.sending = Sending.inBulk(assignment.surroundings().servers().bootstrapServers());
    }

    void warmUp() {
      Input input = assignment.input();
      for (int i = 0; i < input.warmUp(); i++) {
        Instant soon = clock.instant().plusMillis(500 + i % 2_000);
        sending.send(
            input.topic(),
            i % 2 == 0
                ? maker.make(input.topic(), i, null)
                : maker.delayed(input.topic(), i, soon));
      }
      sending.flush();
    }

    void delayed(long[] due) {
      Input input = assignment.input();
      int from = assignment.surroundings().number(FROM);
      int span = assignment.surroundings().number(TO) - from;
      Instant begin = Instant.ofEpochMilli(clock.millis());
      for (int i = input.warmUp(); i < input.events(); i++) {
        Instant at = begin.plusMillis(from + random.nextInt(span));
        due[i] = nanos(at);
        sending.send(input.topic(), maker.delayed(input.topic(), i, at));
      }
      sending.flush();
    }

    @Override
    public void close() {
      sending.close();
      maker.close();
    }
  }
}
