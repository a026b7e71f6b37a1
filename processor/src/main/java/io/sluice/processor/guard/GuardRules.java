package io.sluice.processor.guard;

import io.sluice.schema.RateLimit;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is configured to keep events waiting. Immutable.
 *
 * @param handlers those that something is configured for
 * @param dependencies what handlers may name
 */
public record GuardRules(List<OfHandler> handlers, List<OfDependency> dependencies) {
  /** Keeps its own copies. */
  public GuardRules {
    handlers = List.copyOf(handlers);
    dependencies = List.copyOf(dependencies);
  }

  /** Nothing keeps anything waiting, but for what operators say. */
  public static GuardRules none() {
    return new GuardRules(List.of(), List.of());
  }

  /**
   * What holds for one handler; null: not that.
   *
   * @param pattern what it is registered under
   * @param rate of all instances together
   * @param ratePerKey of the events of one key
   * @param breaker its own
   * @param dependency the name of what it depends on
   * @param alike when its failures are taken for an outage
   */
  public record OfHandler(
      String pattern,
      @Nullable RateLimit rate,
      @Nullable RateLimit ratePerKey,
      @Nullable OfBreaker breaker,
      @Nullable String dependency,
      @Nullable Alike alike) {
    static OfHandler none(String pattern) {
      return new OfHandler(pattern, null, null, null, null, null);
    }
  }

  /**
   * What holds for all handlers that name one dependency; null: not that.
   *
   * @param name by which they do
   * @param rate of all instances together
   * @param breaker opens for all of them
   */
  public record OfDependency(String name, @Nullable RateLimit rate, @Nullable OfBreaker breaker) {}

  /**
   * When a breaker opens, and how it closes.
   *
   * @param opensAt the failures and slow attempts that it takes
   * @param window what is looked at
   * @param waitTime how long it stays open before attempts are tried
   * @param halfOpenCalls how many are tried then in each instance
   */
  public record OfBreaker(Threshold opensAt, Window window, Duration waitTime, int halfOpenCalls) {}

  /**
   * Shares of the attempts in the window, above 0 to 1.
   *
   * @param failureRate that have failed
   * @param slowCall what runs longer is slow; null: nothing is
   * @param slowCallRate that were slow
   */
  public record Threshold(double failureRate, @Nullable Duration slowCall, double slowCallRate) {}

  /**
   * The attempts that a breaker looks at.
   *
   * @param calls the last so many, where {@code time} is null
   * @param time those of so long
   * @param minimumCalls below which it stays closed
   */
  public record Window(int calls, @Nullable Duration time, int minimumCalls) {}

  /**
   * When failures are taken for an outage.
   *
   * @param share of them that have one fingerprint, above 0 to 1
   * @param failures at least so many
   * @param window within this time
   * @param stackTraceBytes how much of a stack trace dead letters keep: what their fingerprints are
   *     made from
   */
  public record Alike(double share, int failures, Duration window, int stackTraceBytes) {}
}
