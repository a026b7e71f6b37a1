package io.sluice.schema;

import org.jspecify.annotations.Nullable;

/**
 * What has happened to an event so far. Travels in headers, so that the event's bytes are never
 * rewritten.
 *
 * @param attempt attempts made so far; 0: the handler has never run
 * @param dueAtMs not to be run before, ms since the epoch; null: at once
 * @param origin where it was first read; null on a record that has not been read yet
 * @param firstAttemptAtMs when the first attempt began, ms since the epoch
 * @param lastError why the last attempt failed
 * @param replayCount how often it came back from a dead-letter topic
 */
public record DeliveryState(
    int attempt,
    @Nullable Long dueAtMs,
    @Nullable Origin origin,
    @Nullable Long firstAttemptAtMs,
    @Nullable LastError lastError,
    int replayCount) {

  private static final DeliveryState FRESH = new DeliveryState(0, null, null, null, null, 0);

  /** The state of an event that nobody has tried. */
  public static DeliveryState fresh() {
    return FRESH;
  }

  public DeliveryState withAttempt(int made) {
    return new DeliveryState(made, dueAtMs, origin, firstAttemptAtMs, lastError, replayCount);
  }

  public DeliveryState withDueAt(@Nullable Long ms) {
    return new DeliveryState(attempt, ms, origin, firstAttemptAtMs, lastError, replayCount);
  }

  public DeliveryState withOrigin(@Nullable Origin first) {
    return new DeliveryState(attempt, dueAtMs, first, firstAttemptAtMs, lastError, replayCount);
  }

  public DeliveryState withFirstAttemptAt(@Nullable Long ms) {
    return new DeliveryState(attempt, dueAtMs, origin, ms, lastError, replayCount);
  }

  public DeliveryState withLastError(@Nullable LastError error) {
    return new DeliveryState(attempt, dueAtMs, origin, firstAttemptAtMs, error, replayCount);
  }

  public DeliveryState withReplayCount(int count) {
    return new DeliveryState(attempt, dueAtMs, origin, firstAttemptAtMs, lastError, count);
  }
}
