package io.sluice.processor.guard;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.sluice.processor.dispatch.Entry;
import io.sluice.processor.handler.EventContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The breakers and limits that one handler's attempts must pass: its own, and those of what it
 * depends on. Tokens are taken last, and whoever is refused by one gives back what it has of the
 * others. Thread-safe.
 *
 * @param pattern the handler's
 * @param breakers none, one or two
 * @param buckets its own first, which a live rate may fill; then its dependency's, if any
 * @param keys its limit per key; null: none
 * @param alike looks for failures that are all alike; null: does not
 */
record HandlerGuard(
    String pattern,
    List<Breaker> breakers,
    List<TokenBucket> buckets,
    @Nullable KeyLimit keys,
    @Nullable AlikeFailures alike) {
  private static final String RATE_LIMIT = "rate_limit";
  private static final Entry BREAKER_OPEN = new Entry.Hold("breaker_open");
  private static final Entry NO_TOKEN = new Entry.Hold(RATE_LIMIT);

  TokenBucket ownBucket() {
    return buckets.get(0);
  }

  /** Lets one in that begins now. */
  Entry enter(EventContext event, long nowMs) {
    return enter(event, nowMs, TokenBucket::take, TokenBucket::giveBack);
  }

  /** Lets one in that begins when a worker is free. */
  Entry reserve(EventContext event, long nowMs) {
    Entry entry = enter(event, nowMs, TokenBucket::reserve, TokenBucket::unreserve);
    return entry instanceof Entry.Run run ? new Entry.Run(run.probe(), true) : entry;
  }

  private Entry enter(
      EventContext event, long nowMs, Predicate<TokenBucket> take, Consumer<TokenBucket> giveBack) {
    if (hasTrial() && nanosToWait() > 0) {
      // Else a permission that few may have would go back and forth.
      return NO_TOKEN;
    }
    for (int i = 0; i < breakers.size(); i++) {
      if (!breakers.get(i).tryEnter()) {
        breakers.subList(0, i).forEach(Breaker::giveBack);
        return BREAKER_OPEN;
      }
    }
    Entry entry = takeTokens(event, nowMs, take, giveBack);
    if (!(entry instanceof Entry.Run)) {
      breakers.forEach(Breaker::giveBack);
      return entry;
    }
    return hasTrial() ? Entry.PROBE : entry;
  }

  private Entry takeTokens(
      EventContext event, long nowMs, Predicate<TokenBucket> take, Consumer<TokenBucket> giveBack) {
    String key = keys == null ? null : event.key();
    if (keys != null && key != null) {
      long nanos = keys.take(key, event.id());
      if (nanos > 0) {
        return new Entry.HoldUntil(RATE_LIMIT, nowMs + millis(nanos));
      }
    }
    for (int i = 0; i < buckets.size(); i++) {
      if (!take.test(buckets.get(i))) {
        buckets.subList(0, i).forEach(giveBack);
        giveBackKey(event);
        return NO_TOKEN;
      }
    }
    return Entry.RUN;
  }

  /**
   * Takes what was reserved for one that begins now, unless a breaker has opened since.
   *
   * @param ageNanos for how long it has been let in
   */
  Entry confirm(EventContext event, Entry.Run letIn, long ageNanos, long nowMs) {
    for (Breaker breaker : breakers) {
      State state = breaker.state();
      if (state == State.OPEN || (state == State.HALF_OPEN && !letIn.probe())) {
        leftUnused(event, letIn);
        return BREAKER_OPEN;
      }
    }
    String key = keys == null ? null : event.key();
    if (keys != null && key != null && ageNanos > keys.freshNanos()) {
      long nanos = keys.take(key, event.id());
      if (nanos > 0) {
        buckets.forEach(TokenBucket::unreserve);
        brokenOff(letIn);
        return new Entry.HoldUntil(RATE_LIMIT, nowMs + millis(nanos));
      }
    }
    for (int i = 0; i < buckets.size(); i++) {
      if (!buckets.get(i).takeReserved(ageNanos)) {
        buckets.subList(0, i).forEach(TokenBucket::giveBack);
        buckets.subList(i + 1, buckets.size()).forEach(TokenBucket::unreserve);
        giveBackKey(event);
        brokenOff(letIn);
        return NO_TOKEN;
      }
    }
    return letIn;
  }

  /** What was reserved for one that is not confirmed. */
  void leftUnused(EventContext event, Entry.Run letIn) {
    brokenOff(letIn);
    buckets.forEach(TokenBucket::unreserve);
    giveBackKey(event);
  }

  private void giveBackKey(EventContext event) {
    String key = keys == null ? null : event.key();
    if (keys != null && key != null) {
      keys.giveBack(key);
    }
  }

  /** All that it has: it has not begun. */
  void giveBack(EventContext event, Entry.Run letIn) {
    brokenOff(letIn);
    buckets.forEach(TokenBucket::giveBack);
    giveBackKey(event);
  }

  /** Only one that is tried has a permission that others may lack. */
  void brokenOff(Entry.Run letIn) {
    if (letIn.probe()) {
      breakers.forEach(Breaker::giveBackAndTell);
    }
  }

  void ran(Duration ran, @Nullable Throwable failure) {
    for (Breaker breaker : breakers) {
      breaker.ran(ran, failure);
    }
    if (failure != null && alike != null) {
      alike.failed(failure);
    }
  }

  long askAgainAtMs(long nowMs) {
    long at = nowMs + millis(nanosToWait());
    for (Breaker breaker : breakers) {
      at = Math.max(at, breaker.askAgainAtMs(nowMs));
    }
    return at;
  }

  private boolean hasTrial() {
    for (Breaker breaker : breakers) {
      if (breaker.state() == State.HALF_OPEN) {
        return true;
      }
    }
    return false;
  }

  private long nanosToWait() {
    long most = 0;
    for (TokenBucket bucket : buckets) {
      most = Math.max(most, bucket.nanosToWait());
    }
    return most;
  }

  /** Rounded up: earlier would be in vain. */
  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos + 999_999);
  }
}
