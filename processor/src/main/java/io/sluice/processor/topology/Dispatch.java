package io.sluice.processor.topology;

import io.sluice.processor.dispatch.Completion;
import io.sluice.processor.dispatch.CompletionMailbox;
import io.sluice.processor.dispatch.Dispatcher;
import io.sluice.processor.dispatch.Work;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.processor.handler.RegisteredHandler;
import io.sluice.processor.handler.RetryAfter;
import io.sluice.processor.policy.Failure;
import io.sluice.processor.policy.Policies;
import io.sluice.processor.policy.Reason;
import io.sluice.processor.policy.Settlement;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.EventFormatException;
import io.sluice.schema.LastError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Hands events to whoever runs handlers, takes back outcomes, and lets the policy judge them. */
final class Dispatch implements Processor<byte[], Event, byte[], Object> {
  /** An attempt under way. */
  record Attempt(Event event, RegisteredHandler<?> handler, HandlerCall call, long startedAtMs) {}

  /** Makes the dispatcher of one task, which puts completions into the given mailbox. */
  interface Dispatchers extends Function<CompletionMailbox<Attempt>, Dispatcher<Attempt>> {}

  /**
   * What dispatch goes by.
   *
   * @param handlers who serves which type
   * @param policies what follows a failure
   * @param random where jitter comes from
   * @param publishing where follow-up events go
   * @param dispatchers who runs handlers
   */
  record Rules(
      HandlerRegistry handlers,
      Policies policies,
      RandomGenerator random,
      HandlerCall.Rules publishing,
      Dispatchers dispatchers) {}

  private final Rules rules;
  private final EventReader.Factory readers;
  private CompletionMailbox<Attempt> mailbox;
  private Dispatcher<Attempt> dispatcher;
  private HandlerCall.Publishing publishing;
  private EventReader reader;
  private Flow flow;

  Dispatch(Rules rules, EventReader.Factory readers) {
    this.rules = rules;
    this.readers = readers;
  }

  @Override
  public void init(ProcessorContext<byte[], Object> context) {
    flow = new Flow(context);
    reader = readers.of(context.taskId());
    publishing = new HandlerCall.Publishing(rules.publishing(), reader);
    mailbox = new CompletionMailbox<>();
    dispatcher = rules.dispatchers().apply(mailbox);
  }

  @Override
  public void process(Record<byte[], Event> record) {
    Event event = record.value();
    Optional<RegisteredHandler<?>> handler = rules.handlers().find(event.type());
    if (handler.isEmpty()) {
      flow.settle(unhandled(event));
    } else {
      attempt(event, handler.get());
    }
    mailbox.drain(this::completed);
  }

  private void attempt(Event event, RegisteredHandler<?> handler) {
    Object data;
    try {
      data = reader.readData(event, handler.dataType());
    } catch (EventFormatException e) {
      flow.settle(dead(event, Reason.UNDECODABLE, e));
      return;
    }
    long now = flow.nowMs();
    Event started = event.withState(begun(event.raw().state(), now));
    HandlerCall call =
        new HandlerCall(
            started, started.raw().state().attempt(), Instant.ofEpochMilli(now), publishing);
    dispatcher.dispatch(new Work<>(new Attempt(started, handler, call, now), handler, data, call));
  }

  private void completed(Completion<Attempt> completion) {
    Attempt attempt = completion.token();
    if (attempt.call().givenBack() != null) {
      throw attempt.call().givenBack();
    }
    Event event = attempt.event();
    Duration ran = completion.ran();
    readers.metrics().handlerRan(event.type(), ran);
    Throwable failure = completion.failure();
    if (failure == null) {
      List<Outbound> emitted = attempt.call().emitted();
      flow.settle(
          new Settled(event.raw(), event.envelope(), new Settlement.Succeeded(), ran, emitted));
    } else {
      flow.settle(failed(attempt, failure, ran));
    }
  }

  private Settled failed(Attempt attempt, Throwable error, Duration ran) {
    Event event = attempt.event();
    DeliveryState state = event.raw().state();
    Long first = state.firstAttemptAtMs();
    Failure failure =
        new Failure(
            error,
            askedDelay(error),
            state.attempt(),
            first == null ? attempt.startedAtMs() : first);
    Settlement settlement =
        rules
            .policies()
            .retryOf(attempt.handler().name())
            .afterFailure(failure, flow.nowMs(), rules.random());
    RawRecord raw = event.raw().withState(state.withLastError(LastError.of(error)));
    return new Settled(raw, event.envelope(), settlement, ran, List.of());
  }

  private static DeliveryState begun(DeliveryState before, long nowMs) {
    Long first = before.firstAttemptAtMs();
    return before
        .withAttempt(before.attempt() + 1)
        .withFirstAttemptAt(first == null ? nowMs : first)
        .withDueAt(null);
  }

  private static @Nullable Duration askedDelay(Throwable error) {
    return error instanceof RetryAfter asked ? asked.delay() : null;
  }

  private static Settled unhandled(Event event) {
    return dead(
        event,
        Reason.UNHANDLED,
        new UnhandledTypeException(
            "no handler serves type " + event.type() + "; add one under handlers:"));
  }

  private static Settled dead(Event event, Reason reason, Exception error) {
    DeliveryState state = event.raw().state().withLastError(LastError.of(error));
    return Settled.unrun(event.withState(state), new Settlement.Dead(reason));
  }

  /** What a dead letter names as its error when nobody serves its type. */
  static final class UnhandledTypeException extends Exception {
    private static final long serialVersionUID = 1L;

    UnhandledTypeException(String message) {
      super(message);
    }
  }
}
