package io.sluice.processor.http;

import java.util.List;

/**
 * One answer to a health check.
 *
 * @param up whether it is well
 * @param state the state in one word, such as RUNNING or REBALANCING
 * @param reasons why it is not well, each a sentence; empty when it is
 */
public record Health(boolean up, String state, List<String> reasons) {
  /** Keeps its own copy of the reasons. */
  public Health {
    reasons = List.copyOf(reasons);
  }
}
