package io.sluice.processor.dispatch;

import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.RegisteredHandler;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides when attempts begin: pauses, circuit breakers, rate limits, cancellations. Thread-safe.
 *
 * <p>Asked once for each attempt, right before it, by the worker. For one that was held the stream
 * thread asks first, by {@link #reserve}, and the worker then has it confirmed. Each attempt that
 * was let in is told once when it has ended, by {@link #ran}, {@link #didNotRun} or {@link
 * #brokenOff}; each reservation that never came to be confirmed by {@link #leftUnused}.
 */
public interface Doorkeeper {
  /** Lets everything in, at no cost. */
  Doorkeeper OPEN = new OpenDoor();

  /** May it begin now? What it takes for that (a token, a breaker's permission) is taken. */
  Entry ask(RegisteredHandler<?> handler, EventContext event);

  /**
   * May one that was held go to a worker, and begin when that is free? What it takes for that is
   * reserved for it: a token is there when it begins, and counts from then on.
   */
  Entry reserve(RegisteredHandler<?> handler, EventContext event);

  /**
   * May one begin now that was let in by {@link #reserve}, and has been waiting for a worker since?
   * If not, what was reserved for it is free again.
   *
   * @param letIn the answer that it had, and when
   */
  Entry confirm(RegisteredHandler<?> handler, EventContext event, LetIn letIn);

  /** An attempt that was let in has run; a null failure: it has succeeded. */
  void ran(RegisteredHandler<?> handler, Duration ran, @Nullable Throwable failure);

  /** One that was let in by {@link #reserve} never came to be confirmed. */
  void leftUnused(RegisteredHandler<?> handler, EventContext event, Entry.Run letIn);

  /**
   * An attempt that was let in has not begun after all: too late, or not to be decoded. What it had
   * taken is given back.
   *
   * @param letIn the answer that it had
   */
  void didNotRun(RegisteredHandler<?> handler, EventContext event, Entry.Run letIn);

  /**
   * An attempt that had begun was broken off from outside, so nobody knows whether it would have
   * succeeded; it counts for limits all the same.
   *
   * @param letIn the answer that it had
   */
  void brokenOff(RegisteredHandler<?> handler, Entry.Run letIn);

  /**
   * When it is worth asking again for an event of this type that was held, ms since the epoch;
   * {@code Long.MAX_VALUE}: not before {@link #changes} says so.
   *
   * @param nowMs now, ms since the epoch
   */
  long askAgainAtMs(RegisteredHandler<?> handler, String type, long nowMs);

  /** A number that is another one whenever what was held may be let in by now. */
  long changes();

  /**
   * True if an event whose attempt has failed for good is to be held instead of being
   * dead-lettered, since everything fails alike: its type is paused from then on.
   */
  boolean holdsBackDeadLetter(RegisteredHandler<?> handler, String type, Throwable failure);

  /**
   * Ids of the events, and of the workflows, that are withdrawn; the same object as long as nothing
   * has changed.
   */
  Set<String> withdrawn();

  /** One more task of the pipeline is open in this instance: its share of rates grows. */
  void taskOpened();

  /** One task less is open. */
  void taskClosed();

  /**
   * Calls {@code bell} whenever {@link #changes} has changed, on any thread, until it is removed.
   */
  void addBell(Runnable bell);

  /** No longer calls it. */
  void removeBell(Runnable bell);
}
