package io.sluice.processor.dispatch;

import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.RegisteredHandler;

/**
 * One attempt to be made.
 *
 * @param token what the giver wants back with the completion
 * @param handler who does it
 * @param data the payload, decoded as the handler's data type
 * @param context what the handler is given
 * @param <T> the giver's own
 */
public record Work<T>(T token, RegisteredHandler<?> handler, Object data, EventContext context) {}
