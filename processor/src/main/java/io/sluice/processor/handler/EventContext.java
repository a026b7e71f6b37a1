package io.sluice.processor.handler;

import io.sluice.schema.EventDraft;
import io.sluice.schema.Workflow;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at one event, as its handler sees it. Valid only while the attempt lasts: until an
 * {@link EventHandler} returns, on the thread that runs it; until the stage of an {@link
 * AsyncEventHandler} is complete, on any thread.
 */
public interface EventContext {
  /** The event's id: the same in every attempt and every replay. */
  String id();

  /** The event's dotted type. */
  String type();

  /** The business key whose order matters; null when the event was published without one. */
  @Nullable String key();

  /** The service that published the event. */
  String source();

  /** When the event was created. */
  Instant timestamp();

  /** Which run of the handler this is, counted from 1; a replay starts again at 1. */
  int attempt();

  /** What ties together all events of one request: the event's own id where none was given. */
  String correlationId();

  /**
   * A text that is the same whenever this event runs, and differs for every other event. Give it to
   * the outside system (a payment provider's idempotency key, a unique column) to make an effect
   * happen once although it is asked for at least once.
   */
  String idempotencyKey();

  /** The time after which the event's work is of no use any more; null when it never expires. */
  @Nullable Instant deadline();

  /** How often the event was replayed from a dead-letter topic. */
  int replayCount();

  /** The publisher's free labels. */
  Map<String, String> labels();

  /**
   * Publishes a follow-up event to the pipeline's {@code publish_to} topic. It becomes visible if
   * and only if this attempt succeeds, in the same transaction as the success itself. Correlation
   * and causation ids are filled in unless given.
   *
   * @throws io.sluice.schema.EventFormatException when the payload does not fit its schema
   */
  void publish(EventDraft draft);

  /** Like {@link #publish(EventDraft)}, to a topic of the caller's choice, which must exist. */
  void publish(String topic, EventDraft draft);

  /**
   * Publishes a workflow to this pipeline. Like a follow-up event, it begins if and only if this
   * attempt succeeds. Correlation and causation ids are filled in unless given.
   *
   * @return the workflow's id
   * @throws IllegalStateException when the pipeline runs with {@code guarantee: at_least_once}
   * @throws io.sluice.schema.EventFormatException when a step's payload does not fit its schema
   */
  default String publish(Workflow workflow) {
    throw new UnsupportedOperationException("this context publishes no workflows");
  }

  /**
   * Sets what the event gives as its result, if this attempt succeeds; the last call wins. It is
   * kept in the event's status, and given to the next step of a workflow.
   *
   * <p>A context that keeps no results, such as a test's own, ignores it.
   *
   * @param value an Avro record, a {@code JsonNode}, or anything that Jackson turns into JSON;
   *     null: no result
   * @throws ResultTooLargeException when it is larger than {@code workflows.max_result_bytes}; an
   *     attempt that ends with it is a dead letter at once
   * @throws io.sluice.schema.EventFormatException when it can be no result
   */
  default void result(@Nullable Object value) {}

  /**
   * What came of the steps that this one has waited for; none for an event that is in no workflow,
   * for a first step, and for an immutable one.
   */
  default Results previous() {
    return Results.none();
  }

  /** The workflow that the event is a step of; null: none. */
  default @Nullable String workflowId() {
    return null;
  }
}
