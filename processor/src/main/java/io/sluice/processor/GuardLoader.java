package io.sluice.processor;

import io.sluice.processor.config.AlikeFailuresConfig;
import io.sluice.processor.config.CircuitBreakerConfig;
import io.sluice.processor.config.DependencyConfig;
import io.sluice.processor.config.GuardConfig;
import io.sluice.processor.config.HandlerConfig;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.guard.GuardRules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what a configuration says of guards into rules. */
final class GuardLoader {
  private GuardLoader() {}

  static GuardRules load(PipelineConfig config) {
    int stackTraceBytes = (int) config.bookkeeping().stackTraceBytes();
    List<GuardRules.OfHandler> handlers = new ArrayList<>();
    for (HandlerConfig handler : config.handlers()) {
      GuardConfig guards = handler.guards();
      if (!guards.equals(GuardConfig.none())) {
        handlers.add(handler(handler.type(), guards, stackTraceBytes));
      }
    }
    return new GuardRules(
        handlers, config.dependencies().stream().map(GuardLoader::dependency).toList());
  }

  private static GuardRules.OfHandler handler(
      String pattern, GuardConfig guards, int stackTraceBytes) {
    return new GuardRules.OfHandler(
        pattern,
        guards.rateLimit(),
        guards.rateLimitPerKey(),
        breaker(guards.circuitBreaker()),
        guards.dependency(),
        alike(guards.pauseOnAlikeFailures(), stackTraceBytes));
  }

  private static GuardRules.OfDependency dependency(DependencyConfig config) {
    return new GuardRules.OfDependency(
        config.name(), config.rateLimit(), breaker(config.circuitBreaker()));
  }

  private static GuardRules.@Nullable OfBreaker breaker(@Nullable CircuitBreakerConfig config) {
    return config == null
        ? null
        : new GuardRules.OfBreaker(
            new GuardRules.Threshold(
                config.failureRate(), config.slowCall(), config.slowCallRate()),
            new GuardRules.Window(config.window(), config.windowTime(), config.minimumCalls()),
            config.waitTime(),
            config.halfOpenCalls());
  }

  private static GuardRules.@Nullable Alike alike(
      @Nullable AlikeFailuresConfig config, int stackTraceBytes) {
    return config == null
        ? null
        : new GuardRules.Alike(config.share(), config.failures(), config.window(), stackTraceBytes);
  }
}
