package io.sluice.processor.topology;

import io.sluice.processor.dispatch.Completion;
import io.sluice.processor.dispatch.Doorkeeper;
import io.sluice.processor.dispatch.Entry;
import io.sluice.processor.handler.ResultTooLargeException;
import io.sluice.processor.handler.RetryAfter;
import io.sluice.processor.policy.Failure;
import io.sluice.processor.policy.Policies;
import io.sluice.processor.policy.Reason;
import io.sluice.processor.policy.Settlement;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.LastError;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a completion means: asks the policy, and says it as a settlement. */
final class Judge {
  /** Why an event waits that came while others of its type waited already. */
  static final String IN_LINE = "in_line";

  private static final String ALIKE_FAILURES = "alike_failures";

  private final Policies policies;
  private final RandomGenerator random;
  private final Doorkeeper doorkeeper;

  Judge(Policies policies, RandomGenerator random, Doorkeeper doorkeeper) {
    this.policies = policies;
    this.random = random;
    this.doorkeeper = doorkeeper;
  }

  /** What becomes of an event whose attempt has ended. */
  Settled judge(Completion<Running> completion, long nowMs) {
    Event event = completion.token().event();
    Throwable failure = completion.failure();
    return switch (completion.kind()) {
      case HELD -> Settled.unrun(event, held(completion.refused()));
      case CANCELLED -> cancelled(completion, event);
      case EXPIRED -> Settled.unrun(event, new Settlement.Expired());
      case UNDECODABLE ->
          failure instanceof UnhandledTypeException
              ? dead(event, Reason.UNHANDLED, failure)
              : dead(event, Reason.UNDECODABLE, orUnknown(failure))
                  .failedIn(completion.token().handler().name());
      case SUCCEEDED -> succeeded(completion, event);
      case FAILED -> failed(completion, orUnknown(failure), nowMs);
    };
  }

  private static Settlement held(@Nullable Entry refused) {
    if (refused instanceof Entry.HoldUntil until) {
      return new Settlement.Held(until.why(), until.dueAtMs());
    }
    return new Settlement.Held(refused instanceof Entry.Hold hold ? hold.why() : IN_LINE, null);
  }

  /** A dead letter whose handler has not run. */
  Settled dead(Event event, Reason reason, Throwable error) {
    DeliveryState state = event.raw().state().withLastError(told(error));
    return Settled.unrun(event.withState(state), new Settlement.Dead(reason));
  }

  /** One that had begun has been tried, and may have left effects. */
  private static Settled cancelled(Completion<Running> completion, Event event) {
    if (completion.refused() != null) {
      return Settled.unrun(event, new Settlement.Cancelled());
    }
    Event tried = event.withState(tried(event.raw().state(), completion.startedAtMs()));
    return new Settled(
        tried.raw(),
        tried.envelope(),
        new Settlement.Cancelled(),
        completion.ran(),
        List.of(),
        null);
  }

  private static Settled succeeded(Completion<Running> completion, Event event) {
    Event tried = event.withState(tried(event.raw().state(), completion.startedAtMs()));
    HandlerCall call = completion.token().call();
    return new Settled(
        tried.raw(),
        tried.envelope(),
        new Settlement.Succeeded(),
        completion.ran(),
        call.emitted(),
        call.result(),
        null);
  }

  private Settled failed(Completion<Running> completion, Throwable error, long nowMs) {
    Running running = completion.token();
    Event event = running.event();
    DeliveryState state = tried(event.raw().state(), completion.startedAtMs());
    Long first = state.firstAttemptAtMs();
    Failure failure =
        new Failure(
            error,
            RetryAfter.askedBy(error),
            state.attempt(),
            first == null ? completion.startedAtMs() : first);
    Settlement settlement =
        error instanceof ResultTooLargeException
            ? new Settlement.Dead(Reason.RESULT_TOO_LARGE)
            : policies.retryOf(running.handler().name()).afterFailure(failure, nowMs, random);
    if (settlement instanceof Settlement.Dead
        && doorkeeper.holdsBackDeadLetter(running.handler(), event.type(), error)) {
      settlement = new Settlement.Held(ALIKE_FAILURES, null);
    }
    RawRecord raw = event.raw().withState(state.withLastError(told(error)));
    return new Settled(
        raw, event.envelope(), settlement, completion.ran(), List.of(), running.handler().name());
  }

  private static DeliveryState tried(DeliveryState before, long startedAtMs) {
    Long first = before.firstAttemptAtMs();
    return new DeliveryState(
        before.attempt() + 1,
        null,
        before.origin(),
        first == null ? (Long) startedAtMs : first,
        before.lastError(),
        before.replayCount());
  }

  private LastError told(Throwable error) {
    return LastError.of(error, policies.records().stackTraceBytes());
  }

  private static Throwable orUnknown(@Nullable Throwable error) {
    return error == null ? new IllegalStateException("an attempt failed without an error") : error;
  }

  /** What a dead letter names as its error when nobody serves its type. */
  static final class UnhandledTypeException extends Exception {
    private static final long serialVersionUID = 1L;

    UnhandledTypeException(String message) {
      super(message);
    }
  }

  /** What a dead letter names as its error when the line of its key was too long. */
  static final class ParkedFullException extends Exception {
    private static final long serialVersionUID = 1L;

    ParkedFullException(String message) {
      super(message);
    }
  }

  /** What a dead letter names as its error when it followed another one. */
  static final class BehindDeadLetterException extends Exception {
    private static final long serialVersionUID = 1L;

    BehindDeadLetterException(String message) {
      super(message);
    }
  }
}
