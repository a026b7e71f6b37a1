package io.sluice.processor.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How events are run: with which guarantee, on which threads, and how many at once. The keys stand
 * at the top level of {@code pipeline.yaml}.
 *
 * @param guarantee what a crash may do to an event
 * @param dispatch which threads handlers run on
 * @param concurrency handlers running at once in this instance
 * @param maxInFlight events read and not yet settled, above which no more are read
 * @param maxInFlightBytes their keys and values together, bytes
 * @param timeLimit how long an attempt may run; null: as long as it likes
 * @param stuckAfter how long an attempt runs before it is told of as stuck
 */
public record EngineConfig(
    Guarantee guarantee,
    Dispatch dispatch,
    int concurrency,
    int maxInFlight,
    long maxInFlightBytes,
    @Nullable Duration timeLimit,
    Duration stuckAfter) {
  private static final int CONCURRENCY_ON_VIRTUAL_THREADS = 1_000;
  private static final int CONCURRENCY_ON_A_POOL = 256;

  /** What a crash may do to an event. */
  public enum Guarantee {
    /** Inside Kafka, everything of an event happens once, or not at all and again. */
    EXACTLY_ONCE,
    /** Nothing is lost; what was in flight at a crash may be done and told twice. */
    AT_LEAST_ONCE
  }

  /** Which threads handlers run on. */
  public enum Dispatch {
    /** Worker threads: a slow handler holds up nothing but its own key. */
    ASYNC,
    /** The stream thread, one handler at a time: for handlers that never wait. */
    INLINE
  }

  /** Refuses what would let nothing run. */
  public EngineConfig {
    Checks checks =
        new Checks()
            .atLeast(concurrency, 1, "concurrency")
            .atLeast(maxInFlight, 1, "max_in_flight")
            .atLeast(maxInFlightBytes, 1, "max_in_flight_bytes");
    if (timeLimit != null) {
      checks.positive(timeLimit, "time_limit");
    }
    checks.positive(stuckAfter, "stuck_after").done();
  }

  /**
   * Exactly once, on worker threads, 10,000 events and 64 MiB in flight, no time limit. A virtual
   * thread costs next to nothing, so that more run at once where there are such threads.
   */
  public static EngineConfig defaults() {
    boolean virtualThreads = Runtime.version().feature() >= 21;
    return new EngineConfig(
        Guarantee.EXACTLY_ONCE,
        Dispatch.ASYNC,
        virtualThreads ? CONCURRENCY_ON_VIRTUAL_THREADS : CONCURRENCY_ON_A_POOL,
        10_000,
        64L * 1024 * 1024,
        null,
        Duration.ofMinutes(1));
  }

  /** The same with another guarantee. */
  public EngineConfig withGuarantee(Guarantee other) {
    return new EngineConfig(
        other, dispatch, concurrency, maxInFlight, maxInFlightBytes, timeLimit, stuckAfter);
  }

  /** The same on other threads. */
  public EngineConfig withDispatch(Dispatch other) {
    return new EngineConfig(
        guarantee, other, concurrency, maxInFlight, maxInFlightBytes, timeLimit, stuckAfter);
  }

  /** The same with another number of handlers at once. */
  public EngineConfig withConcurrency(int handlers) {
    return new EngineConfig(
        guarantee, dispatch, handlers, maxInFlight, maxInFlightBytes, timeLimit, stuckAfter);
  }

  /** The same with another number of events in flight. */
  public EngineConfig withMaxInFlight(int events) {
    return new EngineConfig(
        guarantee, dispatch, concurrency, events, maxInFlightBytes, timeLimit, stuckAfter);
  }

  /** The same with other bytes in flight. */
  public EngineConfig withMaxInFlightBytes(long bytes) {
    return new EngineConfig(
        guarantee, dispatch, concurrency, maxInFlight, bytes, timeLimit, stuckAfter);
  }

  /** The same with another time limit, or none. */
  public EngineConfig withTimeLimit(@Nullable Duration limit) {
    return new EngineConfig(
        guarantee, dispatch, concurrency, maxInFlight, maxInFlightBytes, limit, stuckAfter);
  }

  /** The same with another time before an attempt is told of as stuck. */
  public EngineConfig withStuckAfter(Duration time) {
    return new EngineConfig(
        guarantee, dispatch, concurrency, maxInFlight, maxInFlightBytes, timeLimit, time);
  }
}
