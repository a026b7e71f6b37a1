package io.sluice.processor.policy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much runs at once in one instance, and for how long.
 *
 * @param concurrency handlers running at once; at least 1
 * @param concurrencyByHandler a handler's own limit, by the text of its type pattern; each at least
 *     1
 * @param timeLimit how long an attempt may run; null: as long as it likes
 * @param timeLimitByHandler a handler's own time limit, by the text of its type pattern; empty: it
 *     has none, whatever the pipeline's
 * @param maxInFlight events handed over and not yet settled, above which no more are read; at least
 *     1
 * @param maxInFlightBytes their keys and values together, bytes; at least 1
 */
public record Limits(
    int concurrency,
    Map<String, Integer> concurrencyByHandler,
    @Nullable Duration timeLimit,
    Map<String, Optional<Duration>> timeLimitByHandler,
    int maxInFlight,
    long maxInFlightBytes) {

  /** Keeps its own copies, and refuses what cannot be. */
  public Limits {
    if (concurrency < 1 || maxInFlight < 1 || maxInFlightBytes < 1) {
      throw new IllegalArgumentException(
          "concurrency, max_in_flight and max_in_flight_bytes must be 1 or more");
    }
    concurrencyByHandler = Map.copyOf(concurrencyByHandler);
    timeLimitByHandler = Map.copyOf(timeLimitByHandler);
  }

  /** The time limit of the handler registered for a type pattern; null: none. */
  public @Nullable Duration timeLimitOf(String typePattern) {
    return timeLimitByHandler
        .getOrDefault(typePattern, Optional.ofNullable(timeLimit))
        .orElse(null);
  }

  /** The shortest of all time limits; null when there is none. */
  public @Nullable Duration shortestTimeLimit() {
    Duration shortest = timeLimit;
    for (Optional<Duration> one : timeLimitByHandler.values()) {
      Duration own = one.orElse(shortest);
      shortest = shortest == null || (own != null && own.compareTo(shortest) < 0) ? own : shortest;
    }
    return shortest;
  }

  /** How many attempts of the handler registered for a type pattern may run at once. */
  public int concurrencyOf(String typePattern) {
    return Math.min(concurrency, concurrencyByHandler.getOrDefault(typePattern, concurrency));
  }
}
