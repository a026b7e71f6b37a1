package io.sluice.processor.guard;

import io.sluice.schema.RateLimit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What keeps the events of a handler, or of what handlers depend on, as it is now in this instance.
 *
 * @param name the handler's pattern, or the dependency's name
 * @param isDependency which of the two
 * @param breaker closed, open or half_open; null: it has none
 * @param openUntilMs while open, until when, ms since the epoch; else 0
 * @param limit for all instances together; null: none
 * @param isPaused true if it is, by its pattern
 * @param handlers the patterns of those that name it, sorted, if it is a dependency; else none
 */
public record GuardView(
    String name,
    boolean isDependency,
    @Nullable String breaker,
    long openUntilMs,
    @Nullable RateLimit limit,
    boolean isPaused,
    List<String> handlers) {}
