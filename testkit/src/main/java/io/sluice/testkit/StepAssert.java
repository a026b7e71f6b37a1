package io.sluice.testkit;

import io.sluice.schema.avro.EventStatus;
import java.time.Instant;
import java.util.Objects;

/**
 * The rest of a sentence about one event: how its outcome came about.
 *
 * @param <S> the kind of outcome
 */
public abstract class StepAssert<S extends StepAssert<S>> {
  private final EventAssert event;
  private final EventStatus step;

  StepAssert(EventAssert event, EventStatus step) {
    this.event = event;
    this.step = step;
  }

  /** After so many attempts, counted from 1; from the last replay on where there was one. */
  public S afterAttempts(int attempts) {
    if (step.getAttempt() != attempts) {
      throw wrong("after attempts: " + attempts, "there were " + step.getAttempt());
    }
    return self();
  }

  /** At this very time. */
  public S at(Instant time) {
    if (!step.getAt().equals(time)) {
      throw wrong("at " + time, "it was at " + step.getAt());
    }
    return self();
  }

  /** For this reason, one word: {@code attempts_exhausted}, {@code duplicate}, … */
  public S because(String reason) {
    if (!reason.equals(step.getReason())) {
      throw wrong("because of " + reason, "the reason is " + step.getReason());
    }
    return self();
  }

  /** With an exception of this class, or of a subclass, as the last one. */
  public S withError(Class<? extends Throwable> error) {
    if (!isA(error, step.getErrorClass())) {
      throw wrong("with an error " + error.getName(), "the error is " + step.getErrorClass());
    }
    return self();
  }

  /** With this text in the last exception's message. */
  public S withMessageContaining(String text) {
    if (!Objects.requireNonNullElse(step.getErrorMessage(), "").contains(text)) {
      throw wrong(
          "with a message containing \"" + text + "\"",
          "the message is \"" + step.getErrorMessage() + "\"");
    }
    return self();
  }

  /** Goes on about the same event. */
  public EventAssert and() {
    return event;
  }

  abstract S self();

  EventStatus step() {
    return step;
  }

  AssertionError wrong(String expected, String but) {
    return event.wrong("to be " + step.getOutcome() + " " + expected, but);
  }

  private static boolean isA(Class<?> wanted, String className) {
    if (className == null || wanted.getName().equals(className)) {
      return className != null;
    }
    try {
      return wanted.isAssignableFrom(Class.forName(className, false, wanted.getClassLoader()));
    } catch (ClassNotFoundException unknownHere) {
      return false;
    }
  }
}
