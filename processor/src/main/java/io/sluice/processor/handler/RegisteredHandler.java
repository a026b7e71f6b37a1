package io.sluice.processor.handler;

import io.sluice.schema.TypePattern;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A handler and the types it serves.
 *
 * @param pattern the type, or pattern of types ({@code *} one word, {@code #} zero or more)
 * @param dataType what the payload is turned into
 * @param handler the user's code
 * @param <T> same as {@code dataType}
 */
public record RegisteredHandler<T>(
    TypePattern pattern, Class<T> dataType, EventHandler<? super T> handler) {

  /** The pattern's text: one of a bounded number, so it can name a policy or label a metric. */
  public String name() {
    return pattern.text();
  }

  /** True if the handler returns before its work is done. */
  public boolean isAsync() {
    return handler instanceof AsyncEventHandler;
  }

  /**
   * Runs the handler to its end on data that was decoded as {@link #dataType()}.
   *
   * @throws Exception whatever the handler throws
   */
  public void run(Object data, EventContext context) throws Exception {
    handler.handle(dataType.cast(data), context);
  }

  /**
   * Runs the handler, or only starts it if it is async.
   *
   * @return what completes when an async handler's work is done; null when it is done already
   * @throws Exception whatever the handler throws
   */
  public @Nullable CompletionStage<?> start(Object data, EventContext context) throws Exception {
    if (handler instanceof AsyncEventHandler<? super T> async) {
      return Objects.requireNonNull(
          async.start(dataType.cast(data), context),
          "the handler returned null instead of a stage");
    }
    run(data, context);
    return null;
  }
}
