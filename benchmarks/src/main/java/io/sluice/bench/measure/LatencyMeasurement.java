package io.sluice.bench.measure;

import io.sluice.bench.contestant.Contestant;
import io.sluice.bench.topic.EventMaker;
import io.sluice.bench.topic.Input;
import io.sluice.bench.topic.Sending;
import io.sluice.bench.topic.Topics;
import io.sluice.schema.EncodedEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events at a steady rate, and tells how long after that each handler started, and how
 * long after that the event it emits could be read.
 *
 * <p>Times count from when the event was due to be published, not from when it was: so a pause of
 * the publisher, or of the machine, is not left out (coordinated omission). Publisher, contestant
 * and reader are in one process and read one clock.
 */
final class LatencyMeasurement implements Measurement {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1) / 100;

  /** Those to warm up with come quicker, so that there may be enough of them. */
  private static final long WARM_UP_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1) / 2_000;

  @Override
  public void measure(Assignment assignment, Profile profile, ParentLink parent, Clock clock)
      throws Exception {
    Input input = assignment.input();
    boolean emits = assignment.surroundings().emits(assignment.kind());
    Arrivals handled = new Arrivals(input.events());
    Arrivals readable = new Arrivals(input.events());
    List<EncodedEvent> events = prepared(assignment, clock);
    Contestant contestant = assignment.kind().in(assignment.surroundings());
    Patience patience = new Patience(assignment.limitSeconds());
    long[] due = new long[input.events()];
    @Nullable String trouble;
    try (contestant) {
      contestant.start(sequence -> handled.arrive(sequence, System.nanoTime()));
      try (Sending sending =
              Sending.atOnce(assignment.surroundings().servers().bootstrapServers());
          EmittedReader reader = EmittedReader.start(assignment.surroundings(), emits, readable)) {
        due[0] = System.nanoTime();
        sending.send(input.topic(), events.get(0));
        trouble = patience.await(handled::awaitFirst, contestant, "first event handled:");
        if (trouble == null) {
          publish(
              input.topic(),
              events.subList(0, input.warmUp()),
              1,
              WARM_UP_EVERY_NANOS,
              sending,
              due);
          trouble =
              patience.await(
                  (time, unit) -> handled.awaitCount(input.warmUp(), time, unit),
                  contestant,
                  "first events handled:");
        }
        if (trouble == null) {
          profile.begin();
          publish(input.topic(), events, input.warmUp(), EVERY_NANOS, sending, due);
          trouble = patience.await(handled::awaitAll, contestant, "all events handled:");
          profile.end();
        }
        if (trouble == null && emits) {
          trouble = patience.await(readable::awaitAll, contestant, "all emitted events read:");
        }
      }
    }
    List<String> problems = new ArrayList<>();
    if (trouble != null) {
      problems.add(trouble);
      problems.add(handled.missing() + " of " + input.events() + " events were not handled");
    }
    problems.addAll(contestant.emittedProblems(input.events()));
    Map<String, Double> figures = new HashMap<>();
    if (problems.isEmpty()) {
      put(figures, "start", input, due, handled);
      if (emits) {
        put(figures, "emitted", input, due, readable);
      }
    }
    parent.report(new Report(figures, problems, !patience.isLost()));
  }

  private static List<EncodedEvent> prepared(Assignment assignment, Clock clock) throws Exception {
    Input input = assignment.input();
    try (Topics topics = new Topics(assignment.surroundings().servers().bootstrapServers());
        EventMaker maker =
            new EventMaker(assignment.surroundings().servers().registryUrl(), clock)) {
      topics.create(input.topic(), Map.of());
      List<EncodedEvent> events = new ArrayList<>();
      for (int i = 0; i < input.events(); i++) {
        events.add(maker.make(input.topic(), i, "key-" + input.key(i)));
      }
      return events;
    }
  }

  /** At a steady rate, from one of them on. */
  private static void publish(
      String topic,
      List<EncodedEvent> events,
      int from,
      long everyNanos,
      Sending sending,
      long[] due) {
    long begin = System.nanoTime() + everyNanos;
    for (int i = from; i < events.size(); i++) {
      due[i] = begin + (i - from) * everyNanos;
      for (long left = due[i] - System.nanoTime(); left > 0; left = due[i] - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      sending.send(topic, events.get(i));
    }
    sending.flush();
  }

  private static void put(
      Map<String, Double> figures, String name, Input input, long[] due, Arrivals arrivals) {
    Percentiles percentiles = new Percentiles();
    for (int i = input.warmUp(); i < input.events(); i++) {
      percentiles.add(arrivals.at(i) - due[i]);
    }
    percentiles.putInto(figures, name);
  }
}
