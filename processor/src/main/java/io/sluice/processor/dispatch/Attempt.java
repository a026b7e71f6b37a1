package io.sluice.processor.dispatch;

import io.sluice.processor.handler.TimeLimitExceeded;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One attempt, from its begin to its one completion. Ends once, by whoever comes first: the worker
 * that ran it, the stage that it waits for, or the watch over its time limit.
 *
 * @param <T> the token's type
 */
final class Attempt<T> {
  private static final Entry PROBED_IN_VAIN = new Entry.Hold("breaker_open");

  private final Work<T> work;
  private final Lane<T> lane;
  private final Workers.Clocks clocks;
  private final Thread worker = Thread.currentThread();
  private final long startedAtMs;
  private final long startNanos;
  private boolean ended;
  private boolean returned;
  private boolean told;
  private boolean called;
  private Entry.@Nullable Run entered;
  private @Nullable CompletionStage<?> stage;

  Attempt(Work<T> work, Lane<T> lane, Workers.Clocks clocks) {
    this.work = work;
    this.lane = lane;
    this.clocks = clocks;
    this.startedAtMs = clocks.wall().millis();
    this.startNanos = clocks.nanoTime().getAsLong();
  }

  Work<T> work() {
    return work;
  }

  Duration runningFor(long nowNanos) {
    return Duration.ofNanos(nowNanos - startNanos);
  }

  /** How an attempt left its worker. */
  enum Left {
    /** Ended, and the lane has more. */
    MORE,
    /** Ended, and the worker is done with the lane. */
    DONE,
    /** Waits for its stage. */
    OPEN
  }

  /**
   * Makes it, on the worker's thread. An interrupt that is left over belongs to this attempt: the
   * worker takes it with it no further, though it never came to the handler.
   */
  Left make() {
    try {
      return begun();
    } finally {
      if (!returned) {
        leaveHandler();
      }
    }
  }

  private Left begun() {
    Long expiresAtMs = work.expiresAtMs();
    LetIn before = work.admitted();
    if (expiresAtMs != null && expiresAtMs <= startedAtMs) {
      if (before != null) {
        lane.doorkeeper().leftUnused(work.handler(), work.context(), before.entry());
      }
      return end(Completion.Kind.EXPIRED, null);
    }
    Entry entry = asked(before);
    if (!(entry instanceof Entry.Run letIn)) {
      return refused(entry);
    }
    if (!enter(letIn)) {
      return Left.DONE;
    }
    Object data;
    try {
      data = work.payload().decode();
    } catch (Work.GivenUp e) {
      return givenUp();
    } catch (Exception e) {
      return end(Completion.Kind.UNDECODABLE, e);
    }
    return call(data);
  }

  private Entry asked(@Nullable LetIn before) {
    return before == null
        ? lane.doorkeeper().ask(work.handler(), work.context())
        : lane.doorkeeper().confirm(work.handler(), work.context(), before);
  }

  private Left call(Object data) {
    synchronized (this) {
      if (ended) {
        return Left.DONE;
      }
      called = true;
    }
    CompletionStage<?> started;
    try {
      started = work.handler().start(data, work.context());
    } catch (Work.GivenUp e) {
      return givenUp();
    } catch (Throwable e) {
      return ended(e);
    } finally {
      leaveHandler();
    }
    if (started == null) {
      return ended(null);
    }
    synchronized (this) {
      stage = started;
    }
    return Left.OPEN;
  }

  /** Lets an open attempt end with its stage; {@code afterwards} runs once it has. */
  void endWithStage(Runnable afterwards) {
    CompletionStage<?> open = java.util.Objects.requireNonNull(stage);
    var unused =
        open.whenComplete(
            (result, error) -> {
              if (ended(error) == Left.MORE) {
                lane.goOn();
              }
              afterwards.run();
            });
  }

  /** The watch's: ends it for having run too long, and tells it to stop. */
  void exceeded(Duration limit) {
    Left left = end(Completion.Kind.FAILED, new TimeLimitExceeded(limit));
    interrupt();
    if (left == Left.MORE) {
      lane.goOn();
    }
  }

  private void interrupt() {
    CompletionStage<?> open;
    synchronized (this) {
      open = stage;
      if (!returned) {
        worker.interrupt();
      }
    }
    if (open != null) {
      open.toCompletableFuture().cancel(true);
    }
  }

  /** Ends it because its event is withdrawn, and tells it to stop. */
  void cancelled() {
    Left left = end(Completion.Kind.CANCELLED, null);
    interrupt();
    if (left == Left.MORE) {
      lane.goOn();
    }
  }

  /** The watch's: true the first time it is asked. */
  synchronized boolean isFirstTold() {
    boolean first = !told;
    told = true;
    return first;
  }

  /** True once it has its completion, though its thread may still be in the handler. */
  synchronized boolean isEnded() {
    return ended;
  }

  /** Where its thread is; empty when it waits for a stage. */
  StackTraceElement[] where() {
    synchronized (this) {
      return stage == null && !returned ? worker.getStackTrace() : new StackTraceElement[0];
    }
  }

  private void leaveHandler() {
    synchronized (this) {
      returned = true;
    }
    // Nobody interrupts from here on; what is left over must not meet the next attempt.
    Thread.interrupted();
  }

  /** False if it has ended meanwhile, from outside; then what it took is given back. */
  private boolean enter(Entry.Run letIn) {
    synchronized (this) {
      if (!ended) {
        entered = letIn;
        return true;
      }
    }
    lane.doorkeeper().didNotRun(work.handler(), work.context(), letIn);
    return false;
  }

  private Left refused(Entry entry) {
    boolean withdrawn = entry instanceof Entry.Cancelled;
    return end(withdrawn ? Completion.Kind.CANCELLED : Completion.Kind.HELD, null, entry);
  }

  private Left givenUp() {
    Entry.Run letIn;
    synchronized (this) {
      if (ended) {
        return Left.DONE;
      }
      ended = true;
      letIn = entered;
    }
    if (letIn != null) {
      left(letIn);
    }
    lane.givenUp();
    return Left.DONE;
  }

  private Left ended(@Nullable Throwable error) {
    return error == null
        ? end(Completion.Kind.SUCCEEDED, null)
        : end(Completion.Kind.FAILED, unwrapped(error));
  }

  private Left end(Completion.Kind kind, @Nullable Throwable failure) {
    return end(kind, failure, null);
  }

  private Left end(Completion.Kind kind, @Nullable Throwable failure, @Nullable Entry refused) {
    Entry.Run letIn;
    Entry unbegun = refused;
    synchronized (this) {
      if (ended) {
        return Left.DONE;
      }
      ended = true;
      letIn = entered;
      if (kind == Completion.Kind.CANCELLED && !called) {
        unbegun = Entry.CANCELLED;
      }
    }
    Duration ran = runningFor(clocks.nanoTime().getAsLong());
    boolean inVain = kind == Completion.Kind.FAILED && letIn != null && letIn.probe();
    Completion<T> completion =
        inVain && !isFatal(failure)
            ? completion(Completion.Kind.HELD, null, PROBED_IN_VAIN, ran)
            : completion(kind, failure, unbegun, ran);
    boolean hasRun = kind == Completion.Kind.SUCCEEDED || kind == Completion.Kind.FAILED;
    if (letIn != null && hasRun) {
      lane.doorkeeper().ran(work.handler(), ran, failure);
    } else if (letIn != null) {
      left(letIn);
    }
    return lane.ended(completion) ? Left.MORE : Left.DONE;
  }

  private Completion<T> completion(
      Completion.Kind kind, @Nullable Throwable failure, @Nullable Entry refused, Duration ran) {
    return new Completion<>(work.token(), kind, failure, refused, startedAtMs, ran);
  }

  /** No outcome of an event: the pipeline ends. */
  private static boolean isFatal(@Nullable Throwable failure) {
    return failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
  }

  /** Tells the doorkeeper that one it let in has ended, and has neither succeeded nor failed. */
  private void left(Entry.Run letIn) {
    boolean begun;
    synchronized (this) {
      begun = called;
    }
    if (begun) {
      lane.doorkeeper().brokenOff(work.handler(), letIn);
    } else {
      lane.doorkeeper().didNotRun(work.handler(), work.context(), letIn);
    }
  }

  /** What the handler threw, out of what stages wrap around it. */
  private static Throwable unwrapped(Throwable error) {
    boolean wrapper = error instanceof CompletionException || error instanceof ExecutionException;
    Throwable cause = error.getCause();
    return wrapper && cause != null && !(cause instanceof CancellationException) ? cause : error;
  }
}
