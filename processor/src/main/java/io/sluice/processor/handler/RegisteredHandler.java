package io.sluice.processor.handler;

import io.sluice.schema.TypePattern;

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

  /**
   * Runs the handler on data that was decoded as {@link #dataType()}.
   *
   * @throws Exception whatever the handler throws
   */
  public void run(Object data, EventContext context) throws Exception {
    handler.handle(dataType.cast(data), context);
  }
}
