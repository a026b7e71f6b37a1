package io.sluice.processor.topology;

import io.sluice.processor.dispatch.Dispatcher;
import io.sluice.processor.dispatch.InFlight;
import io.sluice.processor.dispatch.LetIn;
import io.sluice.processor.dispatch.Work;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.processor.handler.RegisteredHandler;
import io.sluice.schema.EventFormatException;
import io.sluice.schema.TypePattern;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.jspecify.annotations.Nullable;

/**
 * Hands events to the workers with the handler that serves them, and keeps account of those that
 * are in flight: in the store that a crash leaves behind, and against the bounds of the instance.
 * For the stream thread only.
 */
final class Handover {
  /** Whoever serves a type that no handler serves. */
  private static final RegisteredHandler<Object> NOBODY =
      new RegisteredHandler<>(TypePattern.parse("#"), Object.class, (data, context) -> {});

  private final HandlerRegistry handlers;
  private final InFlight account;
  private final InFlightStore store;
  private final Dispatcher<Running> dispatcher;
  private final HandlerCall.Publishing publishing;

  Handover(
      HandlerRegistry handlers,
      InFlight account,
      InFlightStore store,
      Dispatcher<Running> dispatcher,
      HandlerCall.Publishing publishing) {
    this.handlers = handlers;
    this.account = account;
    this.store = store;
    this.dispatcher = dispatcher;
    this.publishing = publishing;
  }

  /** Starts an event that came, or had been parked. */
  void start(@Nullable Key key, Event event) {
    start(key, accepted(event), call(event), null);
  }

  /** Starts one that was let in already. */
  void start(Event event, HandlerCall call, LetIn letIn) {
    start(Key.of(event), accepted(event), call, letIn);
  }

  /**
   * Starts one that was in flight when the task ended.
   *
   * @throws EventFormatException when it can no longer be read; it is still in flight then
   */
  void startAgain(InFlightStore.Recovered one) {
    Event event = publishing.reader().read(one.raw());
    start(Key.of(event), new Accepted(event, one.ticket()), call(event), null);
  }

  /** What was in flight when the task ended, in order; it is from now on again. */
  List<InFlightStore.Recovered> recover() {
    List<InFlightStore.Recovered> recovered = store.recover();
    recovered.forEach(it -> account.add(it.raw().size()));
    return recovered;
  }

  /** To be told of each event that came back from a worker, or was taken back. */
  void end(Running running) {
    end(running.ticket(), running.event().raw());
  }

  /** To be told of one that was never started again. */
  void end(InFlightStore.Recovered one) {
    end(one.ticket(), one.raw());
  }

  private void end(InFlightStore.Ticket ticket, RawRecord raw) {
    store.settled(ticket);
    account.remove(1, raw.size());
  }

  /** Who serves a type; somebody even where nobody does. */
  RegisteredHandler<?> handler(String type) {
    Optional<RegisteredHandler<?>> serving = handlers.find(type);
    return serving.orElse(NOBODY);
  }

  /** What an event's handler is given. */
  HandlerCall call(Event event) {
    return new HandlerCall(event, publishing);
  }

  private Accepted accepted(Event event) {
    account.add(event.raw().size());
    return new Accepted(event, store.accept(event.raw()));
  }

  /** An event in flight. */
  private record Accepted(Event event, InFlightStore.Ticket ticket) {}

  /** One that nobody serves takes its turn like any other, and is found out then. */
  private void start(
      @Nullable Key key, Accepted accepted, HandlerCall call, @Nullable LetIn letIn) {
    Event event = accepted.event();
    Optional<RegisteredHandler<?>> serving = handlers.find(event.type());
    RegisteredHandler<?> handler = serving.orElse(NOBODY);
    Work.Payload payload =
        serving.isPresent() ? () -> payload(event, handler) : () -> unserved(event);
    Running running = new Running(event, key, handler, call, accepted.ticket(), letIn);
    dispatcher.dispatch(
        key, new Work<>(running, handler, payload, call, event.expiresAtMs(), letIn));
  }

  /** On the worker's thread. */
  private Object payload(Event event, RegisteredHandler<?> handler) {
    try {
      return publishing.reader().readData(event, handler.dataType());
    } catch (TaskCorruptedException e) {
      throw new Work.GivenUp("the pipeline stops, and the schema registry is away", e);
    }
  }

  private static Object unserved(Event event) throws Judge.UnhandledTypeException {
    throw new Judge.UnhandledTypeException(
        "no handler serves type " + event.type() + "; add one under handlers:");
  }
}
