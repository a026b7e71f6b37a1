package io.sluice.replay;

import io.sluice.replay.letter.Fingerprint;
import io.sluice.replay.letter.Place;
import java.time.Instant;

/**
 * The letters of one topic that have one fingerprint.
 *
 * @param fingerprint as of the first of them
 * @param letters how many, handled or not
 * @param handled how many of them have been replayed or otherwise done with
 * @param first when the first of them was given up
 * @param last when the last of them was given up
 * @param exampleId the event id of the first that was read
 * @param example where that one lies
 */
public record Cause(
    Fingerprint fingerprint,
    long letters,
    long handled,
    Instant first,
    Instant last,
    String exampleId,
    Place example) {

  /** How many still wait for somebody to see to them. */
  public long waiting() {
    return letters - handled;
  }
}
