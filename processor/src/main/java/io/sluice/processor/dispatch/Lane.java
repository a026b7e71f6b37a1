package io.sluice.processor.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one key, run one after another by whichever worker is free. The stream thread
 * adds, one worker at a time runs.
 *
 * <p>INVARIANT: while {@code waiting > 0}, the lane is either with a worker, on its way to one, or
 * halted; who brings it from 0 to 1 hands it over.
 *
 * @param <T> the token's type
 */
final class Lane<T> implements Runnable {
  /** So that a long lane does not keep others from a worker for ever. */
  private static final int MOST_IN_A_ROW = 64;

  private final Rules<T> rules;
  private final Queue<Work<T>> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  /** Added and not yet settled; the stream thread's alone. */
  private int inHand;

  /** The permit that was handed on to it for its first attempt. */
  private Permits.@Nullable Permit handedOn;

  /** The permit of the attempt that runs; null: it needed none. */
  private Permits.@Nullable Permit taken;

  /**
   * What the lanes of one dispatcher have in common.
   *
   * @param <T> the token's type
   */
  static final class Rules<T> {
    private final Workers workers;
    private final CompletionMailbox<T> mailbox;
    private final boolean haltOnFailure;
    private volatile boolean closed;

    Rules(Workers workers, CompletionMailbox<T> mailbox, boolean haltOnFailure) {
      this.workers = workers;
      this.mailbox = mailbox;
      this.haltOnFailure = haltOnFailure;
    }

    void close() {
      closed = true;
    }

    boolean isOver() {
      return closed || workers.isStopped();
    }
  }

  Lane(Rules<T> rules) {
    this.rules = rules;
  }

  // ---- the stream thread ----

  /** True if the lane is now to be handed over. */
  boolean add(Work<T> work) {
    inHand++;
    queue.add(work);
    return waiting.getAndIncrement() == 0;
  }

  /** True if that was the last one in hand. */
  boolean settledLast() {
    return --inHand == 0;
  }

  boolean isEmpty() {
    return inHand == 0;
  }

  /** After a halt; true if the lane is now to be handed over. */
  boolean resume() {
    return rules.haltOnFailure && waiting.decrementAndGet() > 0;
  }

  /** After a halt. */
  List<T> takeHalted() {
    List<T> rest = new ArrayList<>();
    for (@Nullable Work<T> next = queue.poll(); next != null; next = queue.poll()) {
      rest.add(next.token());
    }
    inHand -= rest.size();
    waiting.set(0);
    return rest;
  }

  /** Once its dispatcher is closed: gives back what those had been let in with that never begin. */
  void abandon() {
    for (@Nullable Work<T> next = queue.poll(); next != null; next = queue.poll()) {
      leaveUnused(next);
    }
  }

  private void leaveUnused(Work<T> work) {
    LetIn letIn = work.admitted();
    if (letIn != null) {
      doorkeeper().leftUnused(work.handler(), work.context(), letIn.entry());
    }
  }

  // ---- a worker ----

  @Override
  public void run() {
    if (rules.isOver()) {
      giveBackPermit();
      if (rules.closed) {
        abandon();
      }
      return;
    }
    for (int i = 0; i < MOST_IN_A_ROW && !rules.isOver(); i++) {
      Work<T> first = queue.peek();
      if (first == null) {
        giveBackPermit();
        return;
      }
      if (!permitted(first)) {
        return;
      }
      Work<T> next = queue.poll();
      if (!first.equals(next)) {
        // It was abandoned in between, and what comes behind may not run before it does.
        if (next != null) {
          leaveUnused(next);
        }
        abandon();
        giveBackTaken();
        return;
      }
      Attempt<T> attempt = new Attempt<>(next, this, rules.workers.clocks());
      if (!rules.workers.make(attempt)) {
        return;
      }
    }
    if (rules.isOver()) {
      giveBackPermit();
    }
    goOn();
  }

  /** A lane that is over must not take the permit with it that it was handed. */
  private void giveBackPermit() {
    Permits.Permit permit = handedOn;
    if (permit != null) {
      handedOn = null;
      permit.giveBack(rules.workers);
    }
  }

  /** A handler at its own limit keeps the lane, and hands it over with a permit. */
  private boolean permitted(Work<T> first) {
    if (handedOn != null) {
      taken = handedOn;
      handedOn = null;
      return true;
    }
    taken = rules.workers.permits().of(first.handler());
    return taken == null || taken.take(this);
  }

  private void giveBackTaken() {
    Permits.Permit permit = taken;
    if (permit != null) {
      taken = null;
      permit.giveBack(rules.workers);
    }
  }

  /** Called by {@link Permits}, right before the lane is handed over. */
  void permit(Permits.Permit permit) {
    handedOn = permit;
  }

  Doorkeeper doorkeeper() {
    return rules.workers.doorkeeper();
  }

  /**
   * An attempt of this lane has ended.
   *
   * @return true if the lane has more that may go on
   */
  boolean ended(Completion<T> completion) {
    giveBackTaken();
    boolean goesOn = completion.isClean() || !rules.haltOnFailure;
    // Before the completion is seen, since whoever sees a failure may take the rest back.
    boolean more = goesOn && waiting.decrementAndGet() > 0;
    rules.mailbox.put(completion);
    return more;
  }

  /** An attempt of this lane was given up, without a completion. */
  void givenUp() {
    giveBackTaken();
  }

  /** Hands the lane to another worker. */
  void goOn() {
    if (!rules.isOver()) {
      rules.workers.start(List.of(this));
    }
  }
}
