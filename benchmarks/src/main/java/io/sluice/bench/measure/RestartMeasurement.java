package io.sluice.bench.measure;

import io.sluice.bench.contestant.Contestant;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Starts a pipeline on the state that an earlier process left, with one new event waiting, and
 * tells when that event was handled; then stays until it is told to stop, or killed.
 */
public final class RestartMeasurement implements Measurement {
  /** Which one the new event is, by its sequence: one for each restart. */
  public static final String PROBE = "probe";

  /** When the new event was handled, ms since the epoch. */
  public static final String HANDLED_AT = "handled_at_ms";

  /** Sequences of delayed events begin here, so that no other event has one of them. */
  static final long FIRST_DELAYED = 500_000_000L;

  public static final long FIRST_PROBE = 900_000_000L;

  static String probeTopic(Assignment assignment) {
    return assignment.surroundings().topics().get(1);
  }

  @Override
  public void measure(Assignment assignment, Profile profile, ParentLink parent, Clock clock)
      throws Exception {
    long probe = FIRST_PROBE + assignment.surroundings().number(PROBE);
    AtomicLong others = new AtomicLong();
    AtomicLong handledAt = new AtomicLong();
    CountDownLatch handled = new CountDownLatch(1);
    Contestant contestant = assignment.kind().in(assignment.surroundings().without(List.of(PROBE)));
    profile.begin();
    try (contestant) {
      contestant.start(
          sequence -> {
            if (sequence == probe) {
              handledAt.set(clock.millis());
              handled.countDown();
            } else {
              others.incrementAndGet();
            }
          });
      Patience patience = new Patience(assignment.limitSeconds());
      @Nullable String trouble = patience.await(handled::await, contestant, "first event handled:");
      profile.end();
      if (trouble == null) {
        // Several commit intervals: what was not committed would rightly run again.
        TimeUnit.SECONDS.sleep(1);
      }
      parent.report(
          trouble == null
              ? found(handledAt.get(), others.get())
              : new Report(Map.of(), List.of(trouble), !patience.isLost()));
      parent.awaitStop();
    }
  }

  /** Handled again means that the dedupe store or a delayed event's time was lost. */
  private static Report found(long handledAtMs, long others) {
    return new Report(
        Map.of(HANDLED_AT, (double) handledAtMs),
        others == 0
            ? List.of()
            : List.of(others + " events ran that had been handled, or whose time has not come"),
        true);
  }
}
