package io.sluice.testkit;

import io.sluice.schema.Durations;
import io.sluice.schema.avro.EventStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** The rest of a sentence about an event that waits for its time. */
public final class WaitingAssert extends StepAssert<WaitingAssert> {

  WaitingAssert(EventAssert event, EventStatus step) {
    super(event, step);
  }

  /** It is to run at this very time. */
  public WaitingAssert dueAt(Instant time) {
    if (!Objects.equals(step().getDueAt(), time)) {
      throw wrong("due at " + time, "it is due at " + step().getDueAt());
    }
    return this;
  }

  /** It is to run so long from now, to the millisecond. */
  public WaitingAssert dueIn(Duration wait) {
    Duration really = Duration.between(and().history().now(), step().getDueAt());
    if (!really.equals(wait)) {
      throw wrong("due in " + Durations.format(wait), "it is due in " + Durations.format(really));
    }
    return this;
  }

  /** It is to run so long from now, within these bounds: for policies with jitter. */
  public WaitingAssert dueBetween(Duration least, Duration most) {
    Duration really = Duration.between(and().history().now(), step().getDueAt());
    if (really.compareTo(least) < 0 || really.compareTo(most) > 0) {
      throw wrong(
          "due in " + Durations.format(least) + " to " + Durations.format(most),
          "it is due in " + Durations.format(really));
    }
    return this;
  }

  @Override
  WaitingAssert self() {
    return this;
  }
}
