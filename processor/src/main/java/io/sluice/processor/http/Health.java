package io.sluice.processor.http;

import java.util.List;

/**
 * One answer to a health check.
 *
 * @param up whether it is well
 * @param state the state in one word, such as RUNNING or REBALANCING
 * @param reasons why it is not well, each a sentence; empty when it is
 * @param notes what an operator should know though it is well, each a sentence
 */
public record Health(boolean up, String state, List<String> reasons, List<String> notes) {
  /** Keeps its own copies. */
  public Health {
    reasons = List.copyOf(reasons);
    notes = List.copyOf(notes);
  }

  /** One without notes. */
  public Health(boolean up, String state, List<String> reasons) {
    this(up, state, reasons, List.of());
  }
}
