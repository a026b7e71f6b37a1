package io.sluice.processor.config;

import io.sluice.schema.RateLimit;
import org.jspecify.annotations.Nullable;

/**
 * What may keep a handler's events waiting; null: not kept by that.
 *
 * @param rateLimit how many attempts begin in a time, in all instances together
 * @param rateLimitPerKey the same for the events of one key
 * @param circuitBreaker its own breaker
 * @param dependency the name of what it depends on, whose breaker and limit hold too
 * @param pauseOnAlikeFailures when its failures are taken for an outage
 */
public record GuardConfig(
    @Nullable RateLimit rateLimit,
    @Nullable RateLimit rateLimitPerKey,
    @Nullable CircuitBreakerConfig circuitBreaker,
    @Nullable String dependency,
    @Nullable AlikeFailuresConfig pauseOnAlikeFailures) {
  /** Nothing keeps it waiting. */
  public static GuardConfig none() {
    return new GuardConfig(null, null, null, null, null);
  }
}
