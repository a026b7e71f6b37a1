package io.sluice.processor.topology;

import io.sluice.processor.dispatch.LetIn;
import io.sluice.processor.handler.RegisteredHandler;
import org.jspecify.annotations.Nullable;

/**
 * An attempt under way: what the stream thread needs again when its completion comes back.
 *
 * @param event the event, its attempt not counted yet
 * @param key the key whose order matters; null: none
 * @param handler who handles it
 * @param call what the handler was given
 * @param ticket its place among the events in flight
 * @param letIn how it was let in before it was handed over; null: it had not waited for that
 */
record Running(
    Event event,
    @Nullable Key key,
    RegisteredHandler<?> handler,
    HandlerCall call,
    InFlightStore.Ticket ticket,
    @Nullable LetIn letIn) {}
