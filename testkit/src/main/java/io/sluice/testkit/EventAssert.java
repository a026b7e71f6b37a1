package io.sluice.testkit;

import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;

/**
 * A sentence about one event. Where it stands is told by its last step; that a duplicate of it was
 * discarded changes nothing. A sentence that is not true fails with the event's whole history.
 */
public final class EventAssert extends AbstractAssert<EventAssert, EventHistory> {

  EventAssert(EventHistory event) {
    super(event, EventAssert.class);
  }

  /** Its handler returned. */
  public SettledAssert succeeded() {
    return settled(Outcome.SUCCEEDED, "to have succeeded");
  }

  /** It is in the dead-letter topic. */
  public SettledAssert isDead() {
    return settled(Outcome.DEAD, "to be dead");
  }

  /** Of a workflow: it cannot go on by itself. */
  public SettledAssert failed() {
    return settled(Outcome.FAILED, "to have failed");
  }

  /** Of a workflow: it has begun, and is neither at its end nor failed. */
  public EventAssert isUnderWay() {
    standing(Outcome.STARTED, "to be under way");
    return this;
  }

  /** Its time was over before it ran, or ran again. */
  public SettledAssert expired() {
    return settled(Outcome.EXPIRED, "to have expired");
  }

  /** An operator withdrew it. */
  public SettledAssert wasCancelled() {
    return settled(Outcome.CANCELLED, "to have been cancelled");
  }

  /** It, or a duplicate of it, was dropped on purpose; the sentence goes on about the last time. */
  public SettledAssert wasDiscarded() {
    EventStatus step =
        actual.steps().stream()
            .filter(it -> it.getOutcome() == Outcome.DISCARDED)
            .reduce((first, second) -> second)
            .orElseThrow(() -> wrong("to have been discarded", "it never was"));
    return new SettledAssert(this, step);
  }

  /** It failed and waits for its next attempt. */
  public WaitingAssert isWaitingForRetry() {
    return new WaitingAssert(this, standing(Outcome.RETRY, "to wait for a retry"));
  }

  /** It was published with a delay, or for a later time, and waits for it. */
  public WaitingAssert isDelayed() {
    return new WaitingAssert(this, standing(Outcome.DELAYED, "to be delayed"));
  }

  /** It waits, untried, until this very time. */
  public EventAssert isDelayedUntil(Instant time) {
    return isDelayed().dueAt(time).and();
  }

  /** It waits behind an earlier event of its key, which is to be tried again. */
  public EventAssert isParked() {
    standing(Outcome.PARKED, "to be parked");
    return this;
  }

  /** Nothing more will happen to it by itself. */
  public EventAssert isSettled() {
    if (!actual.isSettled()) {
      throw wrong("to be settled", stands());
    }
    return this;
  }

  /** How often its handler has run, over all attempts and replays. */
  public EventAssert wasRunTimes(int times) {
    if (actual.runs() != times) {
      throw wrong("to have been run " + count(times), "it was run " + count(actual.runs()));
    }
    return this;
  }

  /** Its handler has never run. */
  public EventAssert wasNeverRun() {
    return wasRunTimes(0);
  }

  /** How often it came back from the dead letters. */
  public EventAssert wasReplayedTimes(int times) {
    int replays = actual.steps().stream().mapToInt(EventStatus::getReplayCount).max().orElse(0);
    if (replays != times) {
      throw wrong("to have been replayed " + count(times), "it was " + count(replays));
    }
    return this;
  }

  /** All its outcomes, these and no others, in this order. */
  public EventAssert hadOutcomes(Outcome... outcomes) {
    List<Outcome> expected = Arrays.asList(outcomes);
    if (!actual.outcomes().equals(expected)) {
      throw wrong("to have had the outcomes " + expected, "they are " + actual.outcomes());
    }
    return this;
  }

  /** Its handler has published one event of this type; the sentence goes on about that one. */
  public PublishedAssert published(String type) {
    List<PublishedEvent> found = ofType(type);
    if (found.size() != 1) {
      throw wrong("to have published one " + type, "it published " + found.size());
    }
    return new PublishedAssert(this, found.get(0));
  }

  /** Its handler has published so many events of this type. */
  public EventAssert publishedTimes(String type, int times) {
    List<PublishedEvent> found = ofType(type);
    if (found.size() != times) {
      throw wrong(
          "to have published " + type + " " + count(times), "it did " + count(found.size()));
    }
    return this;
  }

  /** Its handler has published nothing. */
  public EventAssert publishedNothing() {
    if (!actual.published().isEmpty()) {
      throw wrong("to have published nothing", "it published " + actual.published().size());
    }
    return this;
  }

  EventHistory history() {
    return actual;
  }

  /** The failure of a sentence, with all that there is to know. */
  AssertionError wrong(String expected, String but) {
    return failure(
        "%s", "Expected event " + actual.id() + " " + expected + ", but " + but + ".\n" + actual);
  }

  private SettledAssert settled(Outcome outcome, String expected) {
    return new SettledAssert(this, standing(outcome, expected));
  }

  private EventStatus standing(Outcome outcome, String expected) {
    Optional<EventStatus> standing = actual.standing();
    return standing
        .filter(step -> step.getOutcome() == outcome)
        .orElseThrow(() -> wrong(expected, stands()));
  }

  private String stands() {
    return actual
        .standing()
        .map(
            step ->
                "its last outcome is "
                    + step.getOutcome()
                    + (step.getReason() == null ? "" : " (" + step.getReason() + ")"))
        .orElse("nothing has happened to it");
  }

  private List<PublishedEvent> ofType(String type) {
    return actual.published().stream().filter(event -> Objects.equals(event.type(), type)).toList();
  }

  static String count(int times) {
    return times == 1 ? "once" : times + " times";
  }
}
