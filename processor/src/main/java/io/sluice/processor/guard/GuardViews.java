package io.sluice.processor.guard;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes views of an instance's guards. */
final class GuardViews {
  private GuardViews() {}

  static List<GuardView> of(Fleet fleet, Pauses pauses) {
    List<GuardView> views = new ArrayList<>();
    for (HandlerGuard guard : fleet.all()) {
      String name = guard.pattern();
      boolean paused = pauses.isNamed(name);
      views.add(ofHandler(guard, fleet.breaker(name), paused));
    }
    fleet
        .dependencies()
        .forEach(
            (name, bucket) ->
                views.add(ofDependency(fleet.naming(name), name, fleet.breaker(name), bucket)));
    views.removeIf(view -> view.breaker() == null && view.limit() == null && !view.isPaused());
    return List.copyOf(views);
  }

  private static GuardView ofHandler(
      HandlerGuard guard, @Nullable Breaker breaker, boolean paused) {
    return new GuardView(
        guard.pattern(),
        false,
        state(breaker),
        openUntilMs(breaker),
        guard.ownBucket().limit(),
        paused,
        List.of());
  }

  private static GuardView ofDependency(
      List<String> handlers, String name, @Nullable Breaker breaker, TokenBucket bucket) {
    return new GuardView(
        name, true, state(breaker), openUntilMs(breaker), bucket.limit(), false, handlers);
  }

  private static @Nullable String state(@Nullable Breaker breaker) {
    return breaker == null ? null : breaker.state().name().toLowerCase(Locale.ROOT);
  }

  private static long openUntilMs(@Nullable Breaker breaker) {
    return breaker != null && breaker.state() == State.OPEN ? breaker.untilMs() : 0;
  }
}
