package io.sluice.processor.dispatch;

import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.RegisteredHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who runs the handlers of one pipeline instance, all of its tasks together, and what is running
 * now. Thread-safe.
 */
public final class Workers {
  private final Launcher launcher;
  private final Clocks clocks;
  private final Permits permits;
  private final Doorkeeper doorkeeper;
  private final Set<Slot> slots = ConcurrentHashMap.newKeySet();
  private final Set<CompletionMailbox<?>> mailboxes = ConcurrentHashMap.newKeySet();
  private final Set<Attempt<?>> open = ConcurrentHashMap.newKeySet();
  private final ThreadLocal<Slot> slot = ThreadLocal.withInitial(this::newSlot);
  private volatile boolean stopped;

  /** What a thread is making, if anything. */
  private static final class Slot extends AtomicReference<@Nullable Attempt<?>> {
    private static final long serialVersionUID = 1L;
  }

  /** Brings lanes to threads. */
  @FunctionalInterface
  public interface Launcher {
    /** Runs each of them once, on the calling thread or any other. */
    void start(List<? extends Runnable> lanes);

    /** True if it has more lanes waiting than it can use. */
    default boolean isBehind() {
      return false;
    }

    /** How many it can run at the same time. */
    default int most() {
      return Integer.MAX_VALUE;
    }
  }

  /**
   * The time.
   *
   * @param wall what clocks on walls show
   * @param nanoTime a monotonic clock, ns
   */
  public record Clocks(InstantSource wall, LongSupplier nanoTime) {}

  /**
   * An attempt that runs.
   *
   * @param handler its handler's pattern of types
   * @param type its event's type
   * @param id its event's id
   * @param key its event's key; null when it has none
   * @param ran for how long it has been running
   * @param abandoned true if it was given up for its time limit and runs on all the same
   */
  public record Running(
      String handler,
      String type,
      String id,
      @Nullable String key,
      Duration ran,
      boolean abandoned) {}

  /**
   * Workers on the threads that a launcher has.
   *
   * @param launcher brings lanes to threads
   * @param clocks the time
   * @param limits how many attempts of a handler may run at once, by its pattern of types; a
   *     handler that is not named here is bound only by the launcher's threads
   * @param asyncLimit the same for async handlers that are not named, which hold no thread
   * @param doorkeeper who decides when attempts begin
   */
  public Workers(
      Launcher launcher,
      Clocks clocks,
      Map<String, Integer> limits,
      int asyncLimit,
      Doorkeeper doorkeeper) {
    this.launcher = launcher;
    this.clocks = clocks;
    this.doorkeeper = doorkeeper;
    this.permits = new Permits(limits, asyncLimit);
  }

  /** Runs handlers on the thread that hands over: what tests in virtual time use. */
  public static Workers onCaller(Clocks clocks, Doorkeeper doorkeeper) {
    return new Workers(
        lanes -> lanes.forEach(Runnable::run), clocks, Map.of(), Integer.MAX_VALUE, doorkeeper);
  }

  /** Begins no attempt any more; those that run may end. */
  public void stop() {
    stopped = true;
  }

  /** What runs now. */
  public List<Running> running() {
    List<Running> running = new ArrayList<>();
    long now = clocks.nanoTime().getAsLong();
    forEachRunning(attempt -> running.add(told(attempt, now)));
    return running;
  }

  /** How many attempts run now. */
  public int runningCount() {
    int[] count = {0};
    forEachRunning(attempt -> count[0]++);
    return count[0];
  }

  /** True if nothing runs, and whatever came of what ran has been taken in. */
  public boolean isQuiet() {
    return runningCount() == 0 && mailboxes.stream().allMatch(CompletionMailbox::isEmpty);
  }

  void serve(CompletionMailbox<?> mailbox) {
    mailboxes.add(mailbox);
  }

  void forget(CompletionMailbox<?> mailbox) {
    mailboxes.remove(mailbox);
  }

  void forEachRunning(Consumer<Attempt<?>> consumer) {
    for (Slot one : slots) {
      Attempt<?> attempt = one.get();
      if (attempt != null) {
        consumer.accept(attempt);
      }
    }
    open.forEach(consumer);
  }

  static Running told(Attempt<?> attempt, long nowNanos) {
    EventContext context = attempt.work().context();
    RegisteredHandler<?> handler = attempt.work().handler();
    return new Running(
        handler.name(),
        context.type(),
        context.id(),
        context.key(),
        attempt.runningFor(nowNanos),
        attempt.isEnded());
  }

  /** True if work waits for a thread, and more of it is of no use now. */
  public boolean isBehind() {
    return launcher.isBehind();
  }

  /** How many attempts of a handler may run at once now. */
  public int limitOf(RegisteredHandler<?> handler) {
    Permits.Permit permit = permits.of(handler);
    int permitted = permit == null ? Integer.MAX_VALUE : permit.limit();
    return handler.isAsync() ? permitted : Math.min(permitted, launcher.most());
  }

  /** True once no attempt begins any more. */
  public boolean isStopped() {
    return stopped;
  }

  /** Who decides when attempts begin. */
  public Doorkeeper doorkeeper() {
    return doorkeeper;
  }

  /**
   * Changes how many attempts of a handler may run at once; those that run may end.
   *
   * @param limit at least 1; null: as configured
   */
  public void limit(RegisteredHandler<?> handler, @Nullable Integer limit) {
    permits.limit(handler, limit, this);
  }

  /** Ends the attempts at some events, which are withdrawn: their threads are interrupted. */
  public void cancel(Predicate<EventContext> events) {
    forEachRunning(
        attempt -> {
          if (events.test(attempt.work().context())) {
            attempt.cancelled();
          }
        });
  }

  /** The time. */
  public Clocks clocks() {
    return clocks;
  }

  Permits permits() {
    return permits;
  }

  void start(List<? extends Runnable> lanes) {
    launcher.start(lanes);
  }

  /** Makes an attempt on this thread; true if its lane has more that may go on. */
  boolean make(Attempt<?> attempt) {
    Slot mine = slot.get();
    mine.lazySet(attempt);
    Attempt.Left left;
    try {
      left = attempt.make();
      if (left == Attempt.Left.OPEN) {
        // Before it leaves its slot: it must not be overlooked in between.
        open.add(attempt);
      }
    } finally {
      mine.lazySet(null);
    }
    if (left == Attempt.Left.OPEN) {
      attempt.endWithStage(() -> open.remove(attempt));
    }
    return left == Attempt.Left.MORE;
  }

  /** To be called by a thread that runs no more lanes. */
  public void leave() {
    slots.remove(slot.get());
    slot.remove();
  }

  private Slot newSlot() {
    Slot made = new Slot();
    slots.add(made);
    return made;
  }
}
