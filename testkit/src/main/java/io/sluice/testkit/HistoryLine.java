package io.sluice.testkit;

import io.sluice.schema.Durations;
import io.sluice.schema.avro.EventStatus;
import java.time.Duration;
import java.util.StringJoiner;

/** One step of an event's history as a line of text. */
final class HistoryLine {
  private HistoryLine() {}

  static String subject(EventStatus step) {
    String type = step.getType().isEmpty() ? "unreadable" : step.getType();
    return type + ", key " + step.getKey() + ", from " + step.getTopic();
  }

  static String of(EventStatus step) {
    StringJoiner line = new StringJoiner("  ");
    line.add(step.getAt().toString());
    line.add(String.format("%-9s", step.getOutcome()));
    line.add("attempt " + step.getAttempt());
    if (step.getReplayCount() > 0) {
      line.add("replay " + step.getReplayCount());
    }
    if (step.getReason() != null) {
      line.add(step.getReason());
    }
    if (step.getDueAt() != null) {
      Duration wait = Duration.between(step.getAt(), step.getDueAt());
      line.add("due " + step.getDueAt() + " (in " + Durations.format(wait) + ")");
    }
    if (step.getStep() != null) {
      line.add("step " + step.getStep() + " of " + step.getWorkflow());
    }
    if (step.getResult() != null) {
      line.add("result of " + step.getResult().remaining() + " bytes");
    }
    if (step.getErrorClass() != null) {
      line.add(step.getErrorClass() + ": " + step.getErrorMessage());
    } else if (step.getErrorMessage() != null) {
      line.add(step.getErrorMessage());
    }
    return line.toString();
  }
}
