package io.sluice.processor.metrics;

import java.time.Duration;
import java.util.Set;

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
   * {@code sluice_held_events{pipeline}}: how many events of one task may not run now: their type
   * is paused, a circuit breaker is open, or a rate limit is reached.
   *
   * @param task the task's name
   * @param events events held
   */
  void held(String task, long events);

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

  /**
   * {@code sluice_type_paused{pipeline,type,cause}}: 1 while no attempt of a type begins. Alert at
   * once where the cause is {@code alike_failures}: an outage, and an operator must resume.
   *
   * @param type a type, or the pattern of a handler or of types
   * @param cause operator, alike_failures
   * @param paused true when it begins, false when it ends
   */
  void paused(String type, String cause, boolean paused);

  /**
   * {@code sluice_breaker_state{pipeline,name}}: 0 closed, 1 half-open, 2 open. Alert when it stays
   * above 0: what the breaker is for does not recover.
   *
   * @param name the breaker's: a dependency's, or the pattern of a handler
   * @param state 0, 1 or 2
   */
  void breaker(String name, int state);

  /**
   * {@code sluice_held_total{pipeline,type,why}}: an attempt was kept from beginning. Told once
   * each time an event is put to wait, not each time that it is asked for.
   *
   * @param type the event's type
   * @param why paused, breaker_open, rate_limit, alike_failures; in_line: others of its type wait
   */
  void heldBack(String type, String why);

  /**
   * {@code sluice_workflows_active{pipeline}}: how many workflows have begun and are not over,
   * those that have failed and wait for a replay among them. Alert when it keeps growing.
   *
   * @param task the task's name
   * @param count workflows
   */
  default void workflowsActive(String task, long count) {}

  /**
   * {@code sluice_workflows_total{pipeline,outcome}}: something has happened to a workflow. Alert
   * when {@code failed} or {@code refused} grows.
   *
   * @param outcome started, resumed, succeeded, failed, abandoned (waited too long for a replay);
   *     of a definition: repeated (ignored, since it is known), refused (a dead letter)
   */
  default void workflow(String outcome) {}

  /**
   * Tells, before the first event, which topics a router has routes to, so that their counters
   * begin at 0. A pipeline without a router is never told.
   */
  default void routesTo(Set<String> topics) {}

  /**
   * {@code sluice_routed_total{pipeline,topic}}: a router has sent an event to a topic.
   *
   * @param topic where to
   */
  default void routed(String topic) {}

  /**
   * {@code sluice_unroutable_total{pipeline}}: no binding leads an event's type to a topic, and the
   * event is a dead letter. Alert when it grows: a binding is missing, or a publisher misspells a
   * type.
   */
  default void unroutable() {}
}
