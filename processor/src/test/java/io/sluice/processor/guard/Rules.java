package io.sluice.processor.guard;

import io.sluice.schema.RateLimit;
import java.time.Duration;
import java.util.List;

/** Rules that tests are about. */
final class Rules {
  static final Duration WAIT = Duration.ofSeconds(30);

  private Rules() {}

  /** Opens at half of the last 10, 4 at the least; for 30 s; then 3 are tried. */
  static GuardRules.OfBreaker breaker() {
    return new GuardRules.OfBreaker(
        new GuardRules.Threshold(0.5, null, 1), new GuardRules.Window(10, null, 4), WAIT, 3);
  }

  static GuardRules withBreaker(String pattern) {
    return of(new GuardRules.OfHandler(pattern, null, null, breaker(), null, null));
  }

  static GuardRules limited(String pattern, String rate) {
    return of(new GuardRules.OfHandler(pattern, RateLimit.parse(rate), null, null, null, null));
  }

  static GuardRules limitedPerKey(String pattern, String rate) {
    return of(new GuardRules.OfHandler(pattern, null, RateLimit.parse(rate), null, null, null));
  }

  /** 80 % of at least 10 failures within a minute. */
  static GuardRules alike(String pattern) {
    return of(
        new GuardRules.OfHandler(
            pattern,
            null,
            null,
            null,
            null,
            new GuardRules.Alike(0.8, 10, Duration.ofMinutes(1), 2_048)));
  }

  static GuardRules dependent(GuardRules.OfDependency dependency, String... patterns) {
    return new GuardRules(
        List.of(patterns).stream()
            .map(
                pattern ->
                    new GuardRules.OfHandler(pattern, null, null, null, dependency.name(), null))
            .toList(),
        List.of(dependency));
  }

  static GuardRules of(GuardRules.OfHandler handler) {
    return new GuardRules(List.of(handler), List.of());
  }
}
