package io.sluice.processor.handler;

import org.jspecify.annotations.Nullable;

/**
 * A handler whose returned value is the event's result: kept in the event's status, and given to
 * the next step where the event belongs to a workflow. What holds for {@link EventHandler} holds
 * here.
 *
 * @param <T> what it is given as data, as with {@link EventHandler}
 * @param <R> what it returns: an Avro record, a {@code JsonNode}, or anything that Jackson turns
 *     into JSON
 */
public interface ResultHandler<T, R extends @Nullable Object> extends EventHandler<T> {
  /**
   * Does the work for one event.
   *
   * @param data the event's payload
   * @param context the event around the payload
   * @return the result; null: none
   * @throws Exception to say that this attempt failed
   */
  R call(T data, EventContext context) throws Exception;

  /** Makes the returned value the attempt's result. */
  @Override
  default void handle(T data, EventContext context) throws Exception {
    context.result(call(data, context));
  }
}
