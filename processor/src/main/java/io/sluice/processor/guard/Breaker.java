package io.sluice.processor.guard;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.sluice.processor.control.ControlRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker that keeps in step with those of its name in the other instances: what it comes
 * to by itself it says, what another says it follows. Half-open each tries for itself. Thread-safe.
 */
final class Breaker {
  /** At least so long attempts that are tried may run before others are tried in their place. */
  private static final long LEAST_TRIAL_MS = 60_000;

  /** Far from any time, and from the ends of what a long can hold. */
  private static final long NEVER = Long.MAX_VALUE / 2;

  /** At least so often somebody looks whether a trial was given back. */
  private static final long LOOK_AGAIN_MS = 1_000;

  private final CircuitBreaker circuit;
  private final Clock clock;
  private final Company company;
  private final long waitMs;
  private volatile long untilMs;
  private volatile long lastTrialAtMs = NEVER;
  private volatile @Nullable Thread hearing;
  private long lastAtMs = Long.MIN_VALUE;
  private String lastBy = "";

  /**
   * Those to whom it speaks.
   *
   * @param instance its own instance's name
   * @param say tells the other instances
   * @param changed told of each change, its own and those it followed
   */
  record Company(String instance, Consumer<ControlRecord> say, Consumer<Breaker> changed) {}

  Breaker(String name, GuardRules.OfBreaker rule, Clock clock, Company company) {
    this.clock = clock;
    this.company = company;
    this.waitMs = rule.waitTime().toMillis();
    this.circuit = CircuitBreaker.of(name, BreakerSettings.of(rule, clock));
    circuit
        .getEventPublisher()
        .onStateTransition(event -> moved(event.getStateTransition().getToState()));
  }

  String name() {
    return circuit.getName();
  }

  State state() {
    return circuit.getState();
  }

  /** While open: until when, ms since the epoch. */
  long untilMs() {
    return untilMs;
  }

  /** May an attempt begin? If so its end is to be told. */
  boolean tryEnter() {
    boolean entered = circuit.tryAcquirePermission() || (hasLostTrials() && tryAnew());
    if (entered && state() == State.HALF_OPEN) {
      lastTrialAtMs = clock.millis();
    }
    return entered;
  }

  private boolean hasLostTrials() {
    return state() == State.HALF_OPEN && clock.millis() >= trialEndsMs();
  }

  /** When the last attempt that is tried should have ended. */
  private long trialEndsMs() {
    return lastTrialAtMs + Math.max(LEAST_TRIAL_MS, waitMs);
  }

  private synchronized boolean tryAnew() {
    if (hasLostTrials()) {
      lastTrialAtMs = NEVER;
      circuit.transitionToHalfOpenState();
    }
    return circuit.tryAcquirePermission();
  }

  void ran(Duration ran, @Nullable Throwable failure) {
    if (failure == null) {
      circuit.onSuccess(ran.toNanos(), TimeUnit.NANOSECONDS);
    } else {
      circuit.onError(ran.toNanos(), TimeUnit.NANOSECONDS, failure);
    }
  }

  /** A permission that was not used after all. */
  void giveBack() {
    circuit.releasePermission();
  }

  /** The same; whoever found none left may now have it. */
  void giveBackAndTell() {
    giveBack();
    if (state() == State.HALF_OPEN) {
      company.changed().accept(this);
    }
  }

  /** When it may let one in, ms since the epoch; the largest number: its changes tell. */
  long askAgainAtMs(long nowMs) {
    return switch (state()) {
      // It opens after that millisecond, not in it.
      case OPEN -> untilMs + 1;
      // One that is given back for another reason than its end rings no bell.
      case HALF_OPEN -> halfOpenHasRoom() ? nowMs : Math.min(trialEndsMs(), nowMs + LOOK_AGAIN_MS);
      default -> nowMs;
    };
  }

  /** Asks by trying; the circuit has no other way. */
  private boolean halfOpenHasRoom() {
    if (circuit.tryAcquirePermission()) {
      circuit.releasePermission();
      return true;
    }
    return false;
  }

  /** Follows what an instance has said, unless it knows something newer. */
  void hear(ControlRecord.Breaker said) {
    synchronized (this) {
      if (!isNews(said.mandate())) {
        return;
      }
      lastAtMs = said.mandate().atMs();
      lastBy = said.mandate().by();
      hearing = Thread.currentThread();
      try {
        follow(said);
      } finally {
        hearing = null;
      }
    }
    company.changed().accept(this);
  }

  /** A total order, so that all instances end up with the same. */
  private boolean isNews(ControlRecord.Mandate mandate) {
    return mandate.atMs() > lastAtMs
        || (mandate.atMs() == lastAtMs && mandate.by().compareTo(lastBy) > 0);
  }

  private void follow(ControlRecord.Breaker said) {
    // Never longer than by its own rule, however much the clocks differ.
    long now = clock.millis();
    long until = Math.min(said.untilMs(), now + waitMs);
    long left = until - now;
    if (!said.open()) {
      circuit.transitionToClosedState();
    } else if (left > 0) {
      circuit.transitionToOpenStateFor(Duration.ofMillis(left));
      untilMs = until;
    } else if (state() != State.HALF_OPEN) {
      // From closed it gets there only by way of open.
      circuit.transitionToOpenState();
      circuit.transitionToHalfOpenState();
    }
  }

  private void moved(State to) {
    long now = clock.millis();
    if (to != State.HALF_OPEN) {
      lastTrialAtMs = NEVER;
    }
    if (Thread.currentThread().equals(hearing)) {
      return;
    }
    untilMs = now + waitMs;
    if (to != State.HALF_OPEN) {
      company.say().accept(news(to == State.OPEN, now));
    }
    company.changed().accept(this);
  }

  private synchronized ControlRecord.Breaker news(boolean open, long now) {
    lastAtMs = Math.max(now, lastAtMs + 1);
    lastBy = company.instance();
    ControlRecord.Mandate mandate = new ControlRecord.Mandate(lastBy, lastAtMs, null);
    return new ControlRecord.Breaker(name(), mandate, open, open ? untilMs : 0);
  }
}
