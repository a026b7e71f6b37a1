package io.sluice.cli;

import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What becomes of an event, or a workflow, that is to be withdrawn; each a sentence for a person.
 *
 * @param pipeline whose it is
 * @param status the topic that its statuses are on
 */
record CancellationText(String pipeline, String status) {
  private static final String WAS = "was ";

  /** Whether a status told after the command is the end of it; a workflow's failure is. */
  static boolean isEnd(EventStatus last) {
    return SettledStatus.isSettled(last) || last.getOutcome() == Outcome.FAILED;
  }

  /** Whether the end is what was wished for. */
  static boolean isWished(EventStatus end) {
    return end.getOutcome() == Outcome.CANCELLED || end.getOutcome() == Outcome.FAILED;
  }

  /** The end that was told after the command. */
  static String ended(String id, EventStatus end) {
    if (end.getOutcome() == Outcome.CANCELLED) {
      return "cancelled " + PlainText.line(id) + " (" + PlainText.line(end.getType()) + ")";
    }
    if (end.getOutcome() == Outcome.FAILED) {
      String reason = end.getReason();
      boolean cancelled = reason == null || reason.equals("cancelled");
      return PlainText.line(id)
          + (cancelled ? " is cancelled" : " has failed (" + PlainText.line(reason) + ")")
          + ": its steps that had not ended do not run";
    }
    return PlainText.line(id)
        + " could not be cancelled any more: it "
        + SettledStatus.told(end)
        + " at "
        + end.getAt();
  }

  /** Of a workflow that had failed before the command: nothing more will be told of it. */
  String failedBefore(String id, EventStatus last) {
    return PlainText.line(id)
        + " had failed already at "
        + last.getAt()
        + ": its steps that have not ended do not run; see: sluice workflow show "
        + PlainText.line(id)
        + " --pipeline "
        + pipeline;
  }

  /** Of one that nothing has been told of since. */
  String standing(String id, Instant until) {
    return PlainText.line(id)
        + " is to be cancelled, and nothing has been told of it yet; it holds until "
        + until.truncatedTo(ChronoUnit.SECONDS)
        + ", see: sluice event "
        + PlainText.line(id)
        + " --pipeline "
        + pipeline;
  }

  /** Said where nobody is there to carry it out. */
  String nobody() {
    return "No instance of " + pipeline + " runs now; it is carried out when one does.";
  }

  /** Why one that is settled is not withdrawn. */
  String settled(String id, EventStatus last) {
    String told = SettledStatus.told(last);
    return PlainText.line(id)
        // Was already cancelled, already succeeded.
        + (told.startsWith(WAS)
            ? " was already " + told.substring(WAS.length())
            : " already " + told)
        + " at "
        + last.getAt()
        + ", nothing to cancel"
        + (last.getOutcome() == Outcome.DEAD
            ? "; to be rid of the dead letter: sluice dlq discard --id "
                + PlainText.line(id)
                + " --pipeline "
                + pipeline
            : "");
  }

  /** Why one that nothing is known of is not withdrawn. */
  String unknown(String id) {
    return "no event with id "
        + PlainText.line(id)
        + " on "
        + status
        + ", nor on its way in the pipeline "
        + pipeline
        + "; --force cancels it should it still come";
  }
}
