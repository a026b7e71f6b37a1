package io.sluice.processor.config;

import io.sluice.schema.RateLimit;
import org.jspecify.annotations.Nullable;

/**
 * Something outside that handlers depend on: a server, a database. Its breaker and its limit are
 * shared by all handlers that name it.
 *
 * @param name by which handlers name it
 * @param rateLimit how many attempts of all of them begin in a time, in all instances together
 * @param circuitBreaker opens for all of them
 */
public record DependencyConfig(
    String name, @Nullable RateLimit rateLimit, @Nullable CircuitBreakerConfig circuitBreaker) {}
