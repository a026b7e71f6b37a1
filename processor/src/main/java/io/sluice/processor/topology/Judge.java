package io.sluice.processor.topology;

import io.sluice.processor.dispatch.Completion;
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
  private final Policies policies;
  private final RandomGenerator random;

  Judge(Policies policies, RandomGenerator random) {
    this.policies = policies;
    this.random = random;
  }

  /** What becomes of an event whose attempt has ended. */
  Settled judge(Completion<Running> completion, long nowMs) {
    Event event = completion.token().event();
    Throwable failure = completion.failure();
    return switch (completion.kind()) {
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

  /** A dead letter whose handler has not run. */
  Settled dead(Event event, Reason reason, Throwable error) {
    DeliveryState state = event.raw().state().withLastError(told(error));
    return Settled.unrun(event.withState(state), new Settlement.Dead(reason));
  }

  private static Settled succeeded(Completion<Running> completion, Event event) {
    Event tried = event.withState(tried(event.raw().state(), completion.startedAtMs()));
    List<Outbound> emitted = completion.token().call().emitted();
    return new Settled(
        tried.raw(), tried.envelope(), new Settlement.Succeeded(), completion.ran(), emitted, null);
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
        policies.retryOf(running.handler().name()).afterFailure(failure, nowMs, random);
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
