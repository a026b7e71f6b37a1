package io.sluice.processor.control;

import java.util.Map;

/**
 * All that holds for a pipeline now, by subject. Immutable.
 *
 * @param paused types, or patterns of handlers, that are paused
 * @param rates by pattern of handler
 * @param concurrency by pattern of handler
 * @param cancelled by id
 * @param breakers by name
 */
public record ControlState(
    Map<String, ControlRecord.Pause> paused,
    Map<String, ControlRecord.Rate> rates,
    Map<String, ControlRecord.Concurrency> concurrency,
    Map<String, ControlRecord.Cancel> cancelled,
    Map<String, ControlRecord.Breaker> breakers) {
  private static final ControlState NOTHING =
      new ControlState(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

  /** Keeps its own copies. */
  public ControlState {
    paused = Map.copyOf(paused);
    rates = Map.copyOf(rates);
    concurrency = Map.copyOf(concurrency);
    cancelled = Map.copyOf(cancelled);
    breakers = Map.copyOf(breakers);
  }

  /** Nothing was said yet. */
  public static ControlState nothing() {
    return NOTHING;
  }
}
