package io.sluice.processor.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One failed attempt.
 *
 * @param error what the handler threw
 * @param askedDelay the wait that the handler asked for; null when it left that to the policy
 * @param attempt which attempt failed, counted from 1
 * @param firstAttemptAtMs when the first attempt began, ms since the epoch
 */
public record Failure(
    Throwable error, @Nullable Duration askedDelay, int attempt, long firstAttemptAtMs) {}
