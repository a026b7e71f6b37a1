package io.sluice.schema;

import org.jspecify.annotations.Nullable;

/**
 * What a dead letter says about its end, beside its {@link DeliveryState}.
 *
 * @param reason one word: undecodable, unhandled, attempts_exhausted, dead_letter_on, …
 * @param eventId null when the envelope cannot be read
 * @param eventType null when the envelope cannot be read
 * @param deadAtMs when it was given up, ms since the epoch
 */
public record DeadLetterInfo(
    String pipeline,
    String reason,
    @Nullable String eventId,
    @Nullable String eventType,
    long deadAtMs) {}
