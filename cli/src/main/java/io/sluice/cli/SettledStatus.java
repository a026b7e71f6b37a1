package io.sluice.cli;

import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether an event is settled, by what was told of it. A workflow that has failed is not: what runs
 * of it runs on, and a replay can mend it.
 */
final class SettledStatus {
  private static final Set<Outcome> SETTLED =
      Set.of(
          Outcome.SUCCEEDED, Outcome.DEAD, Outcome.EXPIRED, Outcome.DISCARDED, Outcome.CANCELLED);

  private SettledStatus() {}

  /** The last status of the event itself, and not of a copy of it; null when there is none. */
  static @Nullable EventStatus last(List<EventStatus> statuses) {
    return statuses.isEmpty() ? null : new StatusHistory("", statuses).last();
  }

  static boolean isSettled(EventStatus status) {
    return SETTLED.contains(status.getOutcome());
  }

  /** What it did: succeeded, was cancelled. */
  static String told(EventStatus status) {
    return switch (status.getOutcome()) {
      case DEAD -> "became a dead letter";
      case DISCARDED -> "was discarded";
      case CANCELLED -> "was cancelled";
      default -> status.getOutcome().name().toLowerCase(Locale.ROOT);
    };
  }
}
