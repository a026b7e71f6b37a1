package io.sluice.processor.policy;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of an event: the decision of a policy, carried out by the settle stage. A value; it
 * does nothing by itself.
 */
public sealed interface Settlement {
  /** Calls the one method of {@code settler} that fits this decision. */
  void carryOut(Settler settler);

  /** Who carries decisions out: one method for each kind, so that none can be forgotten. */
  interface Settler {
    /** The handler returned. */
    void succeeded();

    /** The handler failed and runs again. */
    void retry(RetryAt retry);

    /** The event will not be tried again by itself. */
    void dead(Dead dead);

    /** The event's time was over before it ran. */
    void expired();

    /** The event is dropped on purpose. */
    void discarded(Discarded discarded);

    /** An operator withdrew the event. */
    void cancelled();

    /** Not settled yet: the event waits for its time. */
    void delayed(Delayed delayed);

    /** Not settled yet: the event may not run now. */
    void held(Held held);

    /** Not settled yet: the event waits behind an earlier one of its key. */
    void parked();
  }

  /** The handler returned. */
  record Succeeded() implements Settlement {
    @Override
    public void carryOut(Settler settler) {
      settler.succeeded();
    }
  }

  /**
   * Another attempt is due.
   *
   * @param dueAtMs when, ms since the epoch
   */
  record RetryAt(long dueAtMs) implements Settlement {
    @Override
    public void carryOut(Settler settler) {
      settler.retry(this);
    }
  }

  /** No further attempt by itself. */
  record Dead(Reason reason) implements Settlement {
    @Override
    public void carryOut(Settler settler) {
      settler.dead(this);
    }
  }

  /** Too late to run. */
  record Expired() implements Settlement {
    @Override
    public void carryOut(Settler settler) {
      settler.expired();
    }
  }

  /** Dropped on purpose, and counted. */
  record Discarded(Reason reason) implements Settlement {
    @Override
    public void carryOut(Settler settler) {
      settler.discarded(this);
    }
  }

  /** Withdrawn by an operator. */
  record Cancelled() implements Settlement {
    @Override
    public void carryOut(Settler settler) {
      settler.cancelled();
    }
  }

  /**
   * Not settled yet: the event waits for its time and has not been tried. Told, so that it can be
   * found.
   *
   * @param dueAtMs when it may run, ms since the epoch
   */
  record Delayed(long dueAtMs) implements Settlement {
    @Override
    public void carryOut(Settler settler) {
      settler.delayed(this);
    }
  }

  /**
   * Not settled yet: the event may not run now, and waits without its attempts being used up.
   *
   * @param why in one word: paused, breaker_open, rate_limit, alike_failures, in_line
   * @param dueAtMs until when, ms since the epoch; null: until it is let in
   */
  record Held(String why, @Nullable Long dueAtMs) implements Settlement {
    @Override
    public void carryOut(Settler settler) {
      settler.held(this);
    }
  }

  /**
   * Not settled yet: the event waits, in order, behind an earlier one of its key. Told, so that it
   * can be found.
   */
  record Parked() implements Settlement {
    @Override
    public void carryOut(Settler settler) {
      settler.parked();
    }
  }
}
