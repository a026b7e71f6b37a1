package io.sluice.schema;

import org.jspecify.annotations.Nullable;

/**
 * What a dead letter says about its end, beside its {@link DeliveryState}.
 *
 * @param reason one word: undecodable, unhandled, attempts_exhausted, dead_letter_on, …
 * @param eventId null when the envelope cannot be read
 * @param eventType null when the envelope cannot be read
 * @param deadAtMs when it was given up, ms since the epoch; -1: not told
 * @param handler the type or pattern of the handler it failed in; null: none had it
 * @param originPartitions how many partitions the origin topic had then; null: unknown
 */
public record DeadLetterInfo(
    String pipeline,
    String reason,
    @Nullable String eventId,
    @Nullable String eventType,
    long deadAtMs,
    @Nullable String handler,
    @Nullable Integer originPartitions) {

  /** One that no handler had, from a topic of unknown width. */
  public DeadLetterInfo(
      String pipeline,
      String reason,
      @Nullable String eventId,
      @Nullable String eventType,
      long deadAtMs) {
    this(pipeline, reason, eventId, eventType, deadAtMs, null, null);
  }
}
