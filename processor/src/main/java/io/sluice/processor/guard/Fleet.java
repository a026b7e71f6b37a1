package io.sluice.processor.guard;

import io.sluice.processor.control.ControlRecord;
import io.sluice.processor.dispatch.Workers;
import io.sluice.schema.RateLimit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * All breakers, buckets and windows of one instance: made from the rules, and changed by live rates
 * and by shares. Thread-safe.
 */
final class Fleet {
  private final Workers.Clocks clocks;
  private final Map<String, GuardRules.OfHandler> rules = new HashMap<>();
  private final Map<String, Breaker> breakers = new TreeMap<>();
  private final Map<String, TokenBucket> dependencies = new TreeMap<>();
  private final Map<String, @Nullable RateLimit> dependencyRates = new HashMap<>();
  private final Map<String, HandlerGuard> handlers = new TreeMap<>();
  private Map<String, ControlRecord.Rate> live = Map.of();
  private Share share = Share.WHOLE;

  /**
   * Makes what the rules name.
   *
   * @param newBreaker makes one by its name
   */
  Fleet(
      GuardRules rules,
      Workers.Clocks clocks,
      BiFunction<String, GuardRules.OfBreaker, Breaker> newBreaker) {
    this.clocks = clocks;
    for (GuardRules.OfDependency dependency : rules.dependencies()) {
      addBreaker(dependency.name(), dependency.breaker(), newBreaker);
      dependencies.put(dependency.name(), new TokenBucket(clocks.nanoTime()));
      dependencyRates.put(dependency.name(), dependency.rate());
    }
    for (GuardRules.OfHandler handler : rules.handlers()) {
      addBreaker(handler.pattern(), handler.breaker(), newBreaker);
      this.rules.put(handler.pattern(), handler);
    }
    for (GuardRules.OfHandler handler : rules.handlers()) {
      handlers.put(handler.pattern(), made(handler));
    }
    setRates();
  }

  private void addBreaker(
      String name,
      GuardRules.@Nullable OfBreaker rule,
      BiFunction<String, GuardRules.OfBreaker, Breaker> newBreaker) {
    if (rule != null) {
      breakers.put(name, newBreaker.apply(name, rule));
    }
  }

  private HandlerGuard made(GuardRules.OfHandler rule) {
    List<Breaker> own = new ArrayList<>();
    List<TokenBucket> buckets = new ArrayList<>();
    buckets.add(new TokenBucket(clocks.nanoTime()));
    if (rule.breaker() != null) {
      own.add(breakers.get(rule.pattern()));
    }
    String dependency = rule.dependency();
    if (dependency != null) {
      Breaker shared = breakers.get(dependency);
      if (shared != null) {
        own.add(shared);
      }
      TokenBucket bucket = dependencies.get(dependency);
      if (bucket == null) {
        throw new IllegalArgumentException(
            "handler " + rule.pattern() + ": no dependency " + dependency);
      }
      buckets.add(bucket);
    }
    RateLimit perKey = rule.ratePerKey();
    GuardRules.Alike alike = rule.alike();
    return new HandlerGuard(
        rule.pattern(),
        List.copyOf(own),
        List.copyOf(buckets),
        perKey == null ? null : new KeyLimit(perKey, clocks.nanoTime()),
        alike == null ? null : new AlikeFailures(alike, clocks.nanoTime()));
  }

  /** The guard of a handler, which need not be one that a rule names. */
  synchronized HandlerGuard of(String pattern) {
    HandlerGuard known = handlers.get(pattern);
    if (known != null) {
      return known;
    }
    HandlerGuard made = made(GuardRules.OfHandler.none(pattern));
    handlers.put(pattern, made);
    setRate(made);
    return made;
  }

  /** Counts the handler's failures anew, if it counts them. */
  synchronized void forgetFailures(String pattern) {
    HandlerGuard guard = handlers.get(pattern);
    AlikeFailures failures = guard == null ? null : guard.alike();
    if (failures != null) {
      failures.clear();
    }
  }

  /** All guards that there are. */
  synchronized List<HandlerGuard> all() {
    return List.copyOf(handlers.values());
  }

  Map<String, TokenBucket> dependencies() {
    return dependencies;
  }

  /** The patterns of the handlers that name a dependency, sorted. */
  List<String> naming(String dependency) {
    return rules.values().stream()
        .filter(rule -> dependency.equals(rule.dependency()))
        .map(GuardRules.OfHandler::pattern)
        .sorted()
        .toList();
  }

  Collection<Breaker> breakers() {
    return breakers.values();
  }

  @Nullable Breaker breaker(String name) {
    return breakers.get(name);
  }

  /** These rates are in force in place of the configured ones. */
  synchronized void setLive(Map<String, ControlRecord.Rate> rates) {
    live = rates;
    rates.keySet().forEach(this::of);
    setRates();
  }

  synchronized void setShare(Share newShare) {
    share = newShare;
    setRates();
  }

  private void setRates() {
    handlers.values().forEach(this::setRate);
    dependencies.forEach((name, bucket) -> bucket.set(dependencyRates.get(name), share));
  }

  private void setRate(HandlerGuard guard) {
    ControlRecord.Rate rate = live.get(guard.pattern());
    GuardRules.OfHandler rule = rules.get(guard.pattern());
    RateLimit configured = rule == null ? null : rule.rate();
    guard.ownBucket().set(rate == null ? configured : rate.limit(), share);
  }
}
