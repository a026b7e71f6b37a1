package io.sluice.processor.metrics;

import java.time.Duration;

/**
 * What a pipeline tells its operator, in the design's own words. Thread-safe.
 *
 * <p>Names as Prometheus shows them stand beside each method, with what to alert on.
 */
public interface PipelineMetrics {
  /**
   * {@code sluice_events_total{pipeline,type,outcome}}: one event settled, or one attempt to be
   * retried. Alert when the share of {@code retry} and {@code dead} of a type stays high: its
   * handler or what it depends on is broken.
   *
   * @param type the event's type; empty when its envelope cannot be read
   * @param outcome succeeded, retry, dead, expired, discarded, cancelled
   */
  void settled(String type, String outcome);

  /** {@code sluice_handler_duration_seconds{pipeline,type}}: one handler ran. */
  void handlerRan(String type, Duration duration);

  /**
   * {@code sluice_delayed_events{pipeline}}: how many events wait in one task's delay store.
   *
   * @param task the task's name
   * @param count events waiting
   */
  void delayed(String task, long count);

  /**
   * {@code sluice_registry_waiting{pipeline}}: 1 while a task waits for the schema registry. Alert
   * when it stays 1: nothing is lost, but nothing moves.
   *
   * @param task the task's name
   * @param waiting true when the wait begins, false when it ends
   */
  void registryWaiting(String task, boolean waiting);

  /**
   * {@code sluice_parked_events{pipeline}} and {@code sluice_parked_keys{pipeline}}: how many
   * events wait behind an earlier one of their key in one task, and how many keys have one that
   * waits. Alert when it keeps growing: a key's head fails again and again, or is held.
   *
   * @param task the task's name
   * @param events events parked
   * @param keys keys blocked
   */
  void parked(String task, long events, long keys);
}
