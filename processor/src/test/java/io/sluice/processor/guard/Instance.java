package io.sluice.processor.guard;

import io.sluice.processor.control.Control;
import io.sluice.processor.dispatch.Entry;
import io.sluice.processor.dispatch.LetIn;
import io.sluice.processor.dispatch.Workers;
import io.sluice.processor.handler.RegisteredHandler;
import io.sluice.processor.metrics.PipelineMetrics;
import io.sluice.schema.TypePattern;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One instance's guards in virtual time, with handlers made as they are named. */
final class Instance {
  static final Duration RAN = Duration.ofMillis(1);

  final Guards guards;
  private final Time time;
  final Gauges metrics = new Gauges();
  private final Map<String, RegisteredHandler<Object>> handlers = new HashMap<>();
  private int events;

  Instance(String name, GuardRules rules, Control control, Time time) {
    this.time = time;
    guards = Guards.following(rules, control, time.clocks(), name, metrics);
  }

  /** Time that stands still until it is moved. */
  static final class Time {
    private static final long START_MS = 1_000_000;
    private final AtomicLong nanos = new AtomicLong();

    Workers.Clocks clocks() {
      return new Workers.Clocks(() -> Instant.ofEpochMilli(nowMs()), nanos::get);
    }

    long nowMs() {
      return START_MS + nanos.get() / 1_000_000;
    }

    long nanos() {
      return nanos.get();
    }

    void pass(Duration time) {
      nanos.addAndGet(time.toNanos());
    }

    void passUntil(long ms) {
      pass(Duration.ofMillis(ms - nowMs()));
    }
  }

  /** What was told last. */
  static final class Gauges implements PipelineMetrics {
    final Map<String, Integer> breakers = new HashMap<>();
    final Map<String, Boolean> paused = new HashMap<>();

    @Override
    public void settled(String type, String outcome) {}

    @Override
    public void handlerRan(String type, Duration duration) {}

    @Override
    public void delayed(String task, long count) {}

    @Override
    public void registryWaiting(String task, boolean waiting) {}

    @Override
    public void parked(String task, long events, long keys) {}

    @Override
    public void paused(String type, String cause, boolean isPaused) {
      paused.put(type + " " + cause, isPaused);
    }

    @Override
    public void breaker(String name, int state) {
      breakers.put(name, state);
    }

    @Override
    public void heldBack(String type, String why) {}

    @Override
    public void held(String task, long events) {}
  }

  RegisteredHandler<Object> handler(String pattern) {
    return handlers.computeIfAbsent(
        pattern,
        any ->
            new RegisteredHandler<>(
                TypePattern.parse(pattern), Object.class, (data, context) -> {}));
  }

  /** A new event of a type that is a handler's pattern too asks. */
  Entry ask(String type) {
    return ask(type, Attempted.of("event-" + events++, type));
  }

  Entry ask(String pattern, Attempted event) {
    return guards.ask(handler(pattern), event);
  }

  /** A new event that was held asks whether it may go to a worker. */
  Entry reserve(String type) {
    return reserve(Attempted.of("event-" + events++, type));
  }

  Entry reserve(Attempted event) {
    return guards.reserve(handler(event.type()), event);
  }

  /** A new event that was let in so just now asks once more. */
  Entry confirm(String type, Entry letIn) {
    return confirm(Attempted.of("event-" + events++, type), letIn, time.nanos());
  }

  /** One that was let in so at that time asks once more. */
  Entry confirm(Attempted event, Entry letIn, long atNanos) {
    return guards.confirm(handler(event.type()), event, new LetIn((Entry.Run) letIn, atNanos));
  }

  /** One that was let in so does not begin after all. */
  void didNotRun(Attempted event, Entry letIn) {
    guards.didNotRun(handler(event.type()), event, (Entry.Run) letIn);
  }

  /** Asks, and if it is let in runs to this end; true if it was let in. */
  boolean tries(String type, @Nullable Throwable failure) {
    boolean entered = ask(type) instanceof Entry.Run;
    if (entered) {
      guards.ran(handler(type), RAN, failure);
    }
    return entered;
  }

  void ran(String type, @Nullable Throwable failure) {
    guards.ran(handler(type), RAN, failure);
  }

  long askAgainAtMs(String type, long nowMs) {
    return guards.askAgainAtMs(handler(type), type, nowMs);
  }
}
