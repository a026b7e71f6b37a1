package io.sluice.processor.guard;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.sluice.processor.control.Control;
import io.sluice.processor.control.ControlRecord;
import io.sluice.processor.control.ControlState;
import io.sluice.processor.dispatch.Doorkeeper;
import io.sluice.processor.dispatch.Entry;
import io.sluice.processor.dispatch.LetIn;
import io.sluice.processor.dispatch.Workers;
import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.RegisteredHandler;
import io.sluice.processor.metrics.PipelineMetrics;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the attempts of one instance begin. Asks in turn: cancelled, paused, breakers,
 * limits. While nothing is configured and nothing was said, to ask it is one volatile read.
 * Thread-safe.
 */
public final class Guards implements Doorkeeper {
  private static final Entry PAUSED = new Entry.Hold("paused");

  private final Control control;
  private final Workers.Clocks clocks;
  private final Bells bells = new Bells();
  private final Fleet fleet;
  private final Outages outages;
  private final boolean hasRules;
  private final Map<String, HandlerGuard> byPattern = new ConcurrentHashMap<>();

  /** Null: there is nothing to look at, at all. */
  private volatile @Nullable Said said;

  private volatile Set<String> withdrawn = Set.of();
  private int openTasks;
  private int allTasks = 1;

  /**
   * What operators and instances have said, as it is looked at for each event.
   *
   * @param pauses what is paused
   * @param cancelled by id
   * @param lookAgainAtMs when a pause may end by itself, ms since the epoch
   */
  private record Said(
      Pauses pauses, Map<String, ControlRecord.Cancel> cancelled, long lookAgainAtMs) {}

  private Guards(GuardRules rules, Control control, Workers.Clocks clocks, Party party) {
    this.control = control;
    this.clocks = clocks;
    this.hasRules = !rules.handlers().isEmpty();
    var clock = clocks.wall().withZone(ZoneOffset.UTC);
    var log = new BreakerLog();
    var company =
        new Breaker.Company(
            party.instance(),
            control::say,
            breaker -> {
              party.metrics().breaker(breaker.name(), number(breaker.state()));
              log.changed(breaker.name(), breaker.state(), breaker.untilMs());
              bells.ring();
            });
    this.fleet = new Fleet(rules, clocks, (name, rule) -> new Breaker(name, rule, clock, company));
    this.outages = new Outages(control, clocks.wall(), party.instance(), party.metrics());
    this.said = hasRules ? new Said(Pauses.NONE, Map.of(), Long.MAX_VALUE) : null;
    fleet.breakers().forEach(one -> party.metrics().breaker(one.name(), number(one.state())));
  }

  /** Who asks, and who is told. */
  private record Party(String instance, PipelineMetrics metrics) {}

  /**
   * Guards that follow a control from now on, for as long as it lives.
   *
   * @param rules what is configured
   * @param control what was said already holds at once
   * @param clocks the time
   * @param instance this instance's name, another one than that of every other
   * @param metrics told what is paused, and of breakers
   */
  public static Guards following(
      GuardRules rules,
      Control control,
      Workers.Clocks clocks,
      String instance,
      PipelineMetrics metrics) {
    Guards guards = new Guards(rules, control, clocks, new Party(instance, metrics));
    control.follow(any -> guards.heard());
    return guards;
  }

  private static int number(State state) {
    return switch (state) {
      case OPEN, FORCED_OPEN -> 2;
      case HALF_OPEN -> 1;
      default -> 0;
    };
  }

  /** Takes what holds now, whichever change it was called for: calls may overtake each other. */
  private void heard() {
    ControlState state;
    synchronized (this) {
      state = control.state();
      fleet.setLive(state.rates());
      outages.heard(state, fleet::forgetFailures);
      look(state);
    }
    for (ControlRecord.Breaker news : state.breakers().values()) {
      Breaker breaker = fleet.breaker(news.subject());
      if (breaker != null) {
        breaker.hear(news);
      }
    }
    bells.ring();
  }

  private void look(ControlState state) {
    Pauses pauses = outages.paused(state);
    boolean isIdle =
        !hasRules && pauses.isEmpty() && state.cancelled().isEmpty() && state.rates().isEmpty();
    if (!withdrawn.equals(state.cancelled().keySet())) {
      withdrawn = Set.copyOf(state.cancelled().keySet());
    }
    said = isIdle ? null : new Said(pauses, state.cancelled(), outages.lookAgainAtMs());
  }

  @Override
  public Entry ask(RegisteredHandler<?> handler, EventContext event) {
    Said now = said;
    return now == null
        ? Entry.RUN
        : held(now, handler, event)
            .orElseGet(() -> guard(handler.name()).enter(event, clocks.wall().millis()));
  }

  @Override
  public Entry reserve(RegisteredHandler<?> handler, EventContext event) {
    Said now = said;
    return now == null
        ? Entry.RUN
        : held(now, handler, event)
            .orElseGet(() -> guard(handler.name()).reserve(event, clocks.wall().millis()));
  }

  /** Whoever is cancelled or paused need not ask any further. */
  private Optional<Entry> held(Said now, RegisteredHandler<?> handler, EventContext event) {
    if (isCancelled(now.cancelled(), event)) {
      return Optional.of(Entry.CANCELLED);
    }
    if (!now.pauses().hold(handler.name(), event.type())) {
      return Optional.empty();
    }
    if (clocks.wall().millis() < now.lookAgainAtMs()) {
      return Optional.of(PAUSED);
    }
    heard();
    Said later = said;
    return later == null ? Optional.of(Entry.RUN) : held(later, handler, event);
  }

  @Override
  public Entry confirm(RegisteredHandler<?> handler, EventContext event, LetIn before) {
    Entry.Run letIn = before.entry();
    if (!letIn.reserved()) {
      // There was nothing to look at then.
      return ask(handler, event);
    }
    HandlerGuard guard = guard(handler.name());
    Said now = said;
    if (now != null && isCancelled(now.cancelled(), event)) {
      guard.leftUnused(event, letIn);
      return Entry.CANCELLED;
    }
    if (now != null && now.pauses().hold(handler.name(), event.type())) {
      guard.leftUnused(event, letIn);
      return PAUSED;
    }
    long ageNanos = clocks.nanoTime().getAsLong() - before.atNanos();
    return guard.confirm(event, letIn, ageNanos, clocks.wall().millis());
  }

  private boolean isCancelled(Map<String, ControlRecord.Cancel> cancelled, EventContext event) {
    if (cancelled.isEmpty()) {
      return false;
    }
    String workflow = event.workflowId();
    return holds(cancelled.get(event.id())) || (workflow != null && holds(cancelled.get(workflow)));
  }

  private boolean holds(ControlRecord.@Nullable Cancel cancel) {
    return cancel != null && clocks.wall().millis() < cancel.untilMs();
  }

  /** A text remembers its hash code, so this costs little. */
  private HandlerGuard guard(String pattern) {
    HandlerGuard known = byPattern.get(pattern);
    return known == null ? byPattern.computeIfAbsent(pattern, fleet::of) : known;
  }

  @Override
  public void ran(RegisteredHandler<?> handler, Duration ran, @Nullable Throwable failure) {
    if (said != null) {
      guard(handler.name()).ran(ran, failure);
    }
  }

  @Override
  public void leftUnused(RegisteredHandler<?> handler, EventContext event, Entry.Run letIn) {
    if (letIn.reserved()) {
      guard(handler.name()).leftUnused(event, letIn);
    }
  }

  @Override
  public void didNotRun(RegisteredHandler<?> handler, EventContext event, Entry.Run letIn) {
    if (said != null) {
      guard(handler.name()).giveBack(event, letIn);
    }
  }

  @Override
  public void brokenOff(RegisteredHandler<?> handler, Entry.Run letIn) {
    if (said != null) {
      guard(handler.name()).brokenOff(letIn);
    }
  }

  @Override
  public long askAgainAtMs(RegisteredHandler<?> handler, String type, long nowMs) {
    Said now = said;
    if (now == null) {
      return nowMs;
    }
    return now.pauses().hold(handler.name(), type)
        ? now.lookAgainAtMs()
        : guard(handler.name()).askAgainAtMs(nowMs);
  }

  /**
   * Is an event that has failed for the last time to be held, and its attempts not used up, because
   * nearly all failures of its handler are alike? The handler is paused then, in all instances. To
   * be asked after {@link #ran}, and only for events that would be dead-lettered for a failure.
   *
   * @param type the event's
   * @param failure why it would be dead-lettered
   */
  @Override
  public boolean holdsBackDeadLetter(RegisteredHandler<?> handler, String type, Throwable failure) {
    if (said == null) {
      return false;
    }
    AlikeFailures failures = guard(handler.name()).alike();
    return failures != null && outages.holdBack(handler.name(), type, failures, this::heard);
  }

  /** How many tasks the pipeline has, in all instances together. */
  public void allTasks(int count) {
    share(0, count);
  }

  @Override
  public void taskOpened() {
    share(1, 0);
  }

  @Override
  public void taskClosed() {
    share(-1, 0);
  }

  /** This instance's part in limits for all instances; in one step, for several threads tell it. */
  private void share(int opened, int all) {
    synchronized (this) {
      openTasks += opened;
      allTasks = all == 0 ? allTasks : all;
      fleet.setShare(new Share(openTasks, allTasks));
    }
    bells.ring();
  }

  @Override
  public Set<String> withdrawn() {
    return withdrawn;
  }

  /** Handlers that something is configured or was said for, and dependencies, as they are now. */
  public List<GuardView> views() {
    Said now = said;
    return GuardViews.of(fleet, now == null ? Pauses.NONE : now.pauses());
  }

  @Override
  public long changes() {
    return bells.changes();
  }

  @Override
  public void addBell(Runnable bell) {
    bells.add(bell);
  }

  @Override
  public void removeBell(Runnable bell) {
    bells.remove(bell);
  }
}
