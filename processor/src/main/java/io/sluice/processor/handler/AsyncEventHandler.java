package io.sluice.processor.handler;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/**
 * A handler that starts its work and returns at once: for clients that call back. The attempt ends
 * when the stage does; until then the event is in flight, and later events of its key wait.
 *
 * <p>At most {@code concurrency} stages of a handler are open at once. A stage that never completes
 * is shown as stuck, like a handler that never returns; with a {@code time_limit} it is cancelled.
 *
 * @param <T> what it is given as data, as with {@link EventHandler}
 */
public interface AsyncEventHandler<T> extends EventHandler<T> {
  /**
   * Starts the work for one event. The context may be used from any thread until the stage is
   * complete.
   *
   * @param data the event's payload
   * @param context the event around the payload
   * @return completes when the work is done; exceptionally to say that this attempt failed
   * @throws Exception to say that this attempt failed
   */
  CompletionStage<?> start(T data, EventContext context) throws Exception;

  /** Starts the work and waits for its end; used where handlers run on the caller's thread. */
  @Override
  default void handle(T data, EventContext context) throws Exception {
    try {
      start(data, context).toCompletableFuture().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }
}
