package io.sluice.testkit;

import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All that has happened to one event so far; {@code toString} tells it to a person. */
public final class EventHistory {
  private static final Set<Outcome> NOT_SETTLED =
      Set.of(
          Outcome.UNKNOWN,
          Outcome.RETRY,
          Outcome.DELAYED,
          Outcome.PARKED,
          Outcome.HELD,
          Outcome.STARTED);

  private final String id;
  private final List<EventStatus> steps;
  private final List<PublishedEvent> published;
  private final Instant now;
  private final List<String> knownIds;

  EventHistory(
      String id,
      List<EventStatus> steps,
      List<PublishedEvent> published,
      Instant now,
      List<String> knownIds) {
    this.id = id;
    this.steps = steps.stream().filter(step -> step.getId().equals(id)).toList();
    this.published = published.stream().filter(event -> id.equals(event.causationId())).toList();
    this.now = now;
    this.knownIds = knownIds;
  }

  /** The event's id. */
  public String id() {
    return id;
  }

  /** Its statuses, in order. */
  public List<EventStatus> steps() {
    return steps;
  }

  /** Its outcomes, in order. */
  public List<Outcome> outcomes() {
    return steps.stream().map(EventStatus::getOutcome).toList();
  }

  /** How often its handler has run, over all attempts and replays. */
  public int runs() {
    return (int) steps.stream().filter(step -> step.getDurationMs() != null).count();
  }

  /** What its handler has published, known by the causation id, in order. */
  public List<PublishedEvent> published() {
    return published;
  }

  /**
   * The step that tells where it stands: the last one, leaving out that a duplicate of it was
   * discarded, which changes nothing for the event itself. Empty when nothing has happened.
   */
  public Optional<EventStatus> standing() {
    return steps.stream().filter(step -> !isDuplicate(step)).reduce((first, second) -> second);
  }

  /** True when nothing more will happen to it by itself. */
  public boolean isSettled() {
    return standing().filter(step -> !NOT_SETTLED.contains(step.getOutcome())).isPresent();
  }

  /** When it is asked. */
  Instant now() {
    return now;
  }

  static boolean isDuplicate(EventStatus step) {
    return step.getOutcome() == Outcome.DISCARDED && "duplicate".equals(step.getReason());
  }

  /** The steps in a table, what was published, and the time. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (steps.isEmpty()) {
      text.append("Nothing has happened to event ").append(id);
      text.append("; events that there are: ").append(knownIds);
    } else {
      text.append("What happened to event ").append(id);
      text.append(" (").append(HistoryLine.subject(steps.get(0))).append("):");
      steps.forEach(step -> text.append("\n  ").append(HistoryLine.of(step)));
    }
    published.forEach(
        event -> text.append("\n  published ").append(event.at()).append("  ").append(event));
    return text.append("\nIt is now ").append(now).append('.').toString();
  }
}
