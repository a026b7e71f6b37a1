package io.sluice.replay;

import io.sluice.replay.letter.Place;
import java.time.Instant;

/**
 * One letter of a plan.
 *
 * @param id the event's
 * @param deadAt when it was given up
 */
public record PlannedLetter(Place place, String id, Instant deadAt, Verdict verdict) {}
