package io.sluice.processor.dispatch;

import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.RegisteredHandler;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to be made.
 *
 * @param token what the giver wants back with the completion
 * @param handler who does it
 * @param payload the data, decoded by the worker
 * @param context what the handler is given
 * @param expiresAtMs not to be started at or after, ms since the epoch; null: never expires
 * @param admitted how the doorkeeper has let it in already; null: it is to be asked
 * @param <T> the giver's own
 */
public record Work<T>(
    T token,
    RegisteredHandler<?> handler,
    Payload payload,
    EventContext context,
    @Nullable Long expiresAtMs,
    @Nullable LetIn admitted) {

  /** The data of an event, decoded when it is needed. */
  @FunctionalInterface
  public interface Payload {
    /**
     * The data as the handler's data type.
     *
     * @throws GivenUp when the attempt is not to be made now, and has no outcome
     * @throws Exception when it can never be decoded
     */
    Object decode() throws Exception;
  }

  /**
   * Thrown where an attempt is left without an outcome because the pipeline stops: it stays in
   * flight, and is made again at the next start.
   */
  public static final class GivenUp extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says why. */
    public GivenUp(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
