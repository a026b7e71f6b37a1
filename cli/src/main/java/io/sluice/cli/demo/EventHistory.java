package io.sluice.cli.demo;

import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What {@code shop.status} has told of one id so far.
 *
 * @param last the outcome that ended it last; null while it is not settled
 * @param lastReason why, of that outcome
 * @param replayed is that outcome one of a replay?
 * @param succeeded how often it was told to have succeeded; more than 1 is a fault
 * @param dead how often it was dead-lettered
 * @param duplicates how many further copies were dropped
 */
record EventHistory(
    @Nullable Outcome last,
    @Nullable String lastReason,
    boolean replayed,
    int succeeded,
    int dead,
    int duplicates,
    boolean retried) {

  static final EventHistory NONE = new EventHistory(null, null, false, 0, 0, 0, false);

  boolean isSettled() {
    return last != null;
  }

  /** The history with one more step. */
  EventHistory after(EventStatus status) {
    Outcome outcome = status.getOutcome();
    boolean duplicate = outcome == Outcome.DISCARDED && "duplicate".equals(status.getReason());
    // Dropping a copy says nothing of the original.
    boolean ends =
        switch (outcome) {
          case SUCCEEDED, DEAD, EXPIRED, CANCELLED -> true;
          case DISCARDED -> !duplicate;
          default -> false;
        };
    return new EventHistory(
        ends ? outcome : last,
        ends ? status.getReason() : lastReason,
        ends ? status.getReplayCount() > 0 : replayed,
        succeeded + (outcome == Outcome.SUCCEEDED ? 1 : 0),
        dead + (outcome == Outcome.DEAD ? 1 : 0),
        duplicates + (duplicate ? 1 : 0),
        retried || outcome == Outcome.RETRY);
  }
}
