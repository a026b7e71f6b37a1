package io.sluice.processor.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what may keep events waiting: breakers, limits, dependencies. */
final class GuardReader {
  private static final List<String> BREAKER =
      List.of(
          "failure_rate",
          "slow_call",
          "slow_call_rate",
          "window",
          "minimum_calls",
          "wait",
          "half_open_calls");
  private static final List<String> ALIKE = List.of("share", "failures", "window");
  private static final List<String> DEPENDENCY = List.of("rate_limit", "circuit_breaker");

  private final Section section;

  GuardReader(Section section) {
    this.section = section;
  }

  GuardConfig guards() {
    return new GuardConfig(
        section.rateOrNone("rate_limit"),
        section.rateOrNone("rate_limit_per_key"),
        breaker(section),
        section.has("dependency") ? section.text("dependency", "") : null,
        alike());
  }

  List<DependencyConfig> dependencies(Section all) {
    List<DependencyConfig> dependencies = new ArrayList<>();
    for (String name : all.keys()) {
      Section one = all.section(name, DEPENDENCY);
      dependencies.add(new DependencyConfig(name, one.rateOrNone("rate_limit"), breaker(one)));
    }
    return dependencies;
  }

  private static @Nullable CircuitBreakerConfig breaker(Section around) {
    if (!around.has("circuit_breaker")) {
      return null;
    }
    Section section = around.section("circuit_breaker", BREAKER);
    CircuitBreakerConfig defaults = CircuitBreakerConfig.defaults();
    Optional<Duration> windowTime = section.durationInPlaceOfNumber("window");
    return section
        .made(
            () ->
                new CircuitBreakerConfig(
                    section.decimal("failure_rate", defaults.failureRate()),
                    section.durationOrNone("slow_call", defaults.slowCall()),
                    section.decimal("slow_call_rate", defaults.slowCallRate()),
                    windowTime.isPresent()
                        ? defaults.window()
                        : section.integer("window", defaults.window()),
                    windowTime.orElse(null),
                    section.integer("minimum_calls", usualMinimum(section, windowTime, defaults)),
                    section.duration("wait", defaults.waitTime()),
                    section.integer("half_open_calls", defaults.halfOpenCalls())))
        .orElse(defaults);
  }

  /** A window of fewer attempts than usual never has more of them. */
  private static int usualMinimum(
      Section section, Optional<Duration> windowTime, CircuitBreakerConfig defaults) {
    return windowTime.isPresent()
        ? defaults.minimumCalls()
        : Math.min(
            defaults.minimumCalls(), Math.max(1, section.integer("window", defaults.window())));
  }

  private @Nullable AlikeFailuresConfig alike() {
    if (!section.has("pause_on_alike_failures")) {
      return null;
    }
    Section own = section.section("pause_on_alike_failures", ALIKE);
    AlikeFailuresConfig defaults = AlikeFailuresConfig.defaults();
    return own.made(
            () ->
                new AlikeFailuresConfig(
                    own.decimal("share", defaults.share()),
                    own.integer("failures", defaults.failures()),
                    own.duration("window", defaults.window())))
        .orElse(defaults);
  }
}
