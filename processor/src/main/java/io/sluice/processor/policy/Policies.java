package io.sluice.processor.policy;

import java.time.Duration;
import java.util.Map;

/**
 * Every decision a pipeline makes by rule.
 *
 * @param dedupeWindow how long an id is remembered; positive
 * @param retry the policy where a handler has none of its own
 * @param retryByHandler a handler's own policy, by the text of its type pattern
 */
public record Policies(
    Duration dedupeWindow, RetryPolicy retry, Map<String, RetryPolicy> retryByHandler) {

  /** Keeps its own copy. */
  public Policies {
    if (dedupeWindow.isZero() || dedupeWindow.isNegative()) {
      throw new IllegalArgumentException("dedupe window must be positive: " + dedupeWindow);
    }
    retryByHandler = Map.copyOf(retryByHandler);
  }

  /** The policy of the handler registered for a type pattern. */
  public RetryPolicy retryOf(String typePattern) {
    return retryByHandler.getOrDefault(typePattern, retry);
  }
}
