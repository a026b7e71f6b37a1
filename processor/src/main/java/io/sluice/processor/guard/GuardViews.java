package io.sluice.processor.guard;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.sluice.schema.RateLimit;
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
      boolean paused = pauses.subjects().contains(name);
      views.add(view(name, false, fleet.breaker(name), guard.ownBucket().limit(), paused));
    }
    fleet
        .dependencies()
        .forEach(
            (name, bucket) ->
                views.add(view(name, true, fleet.breaker(name), bucket.limit(), false)));
    views.removeIf(view -> view.breaker() == null && view.limit() == null && !view.isPaused());
    return List.copyOf(views);
  }

  private static GuardView view(
      String name,
      boolean isDependency,
      @Nullable Breaker breaker,
      @Nullable RateLimit limit,
      boolean isPaused) {
    State state = breaker == null ? null : breaker.state();
    return new GuardView(
        name,
        isDependency,
        state == null ? null : state.name().toLowerCase(Locale.ROOT),
        breaker != null && state == State.OPEN ? breaker.untilMs() : 0,
        limit,
        isPaused);
  }
}
