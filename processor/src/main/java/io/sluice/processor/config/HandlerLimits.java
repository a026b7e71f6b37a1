package io.sluice.processor.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much of one handler runs at once, and for how long.
 *
 * @param concurrency how many of its attempts may run at once; the pipeline's limit holds besides
 * @param timeLimit how long an attempt may run; null: as long as it likes
 */
public record HandlerLimits(int concurrency, @Nullable Duration timeLimit) {
  /** Refuses what would let nothing run. */
  public HandlerLimits {
    Checks checks = new Checks().atLeast(concurrency, 1, "concurrency");
    if (timeLimit != null) {
      checks.positive(timeLimit, "time_limit");
    }
    checks.done();
  }

  /** The pipeline's own limits. */
  public static HandlerLimits of(EngineConfig engine) {
    return new HandlerLimits(engine.concurrency(), engine.timeLimit());
  }
}
