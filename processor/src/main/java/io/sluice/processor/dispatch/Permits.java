package io.sluice.processor.dispatch;

import io.sluice.processor.handler.RegisteredHandler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How many attempts of one handler run at once. A lane that finds its handler at the limit is kept
 * here, not on a thread, and handed over with the permit of one that has ended. Limits may change
 * at any time. Thread-safe.
 */
final class Permits {
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  private final Map<String, Integer> configured;
  private final Map<String, Permit> byHandler = new ConcurrentHashMap<>();
  private final int asyncLimit;

  /** The permits of one handler. */
  static final class Permit {
    private final Queue<Lane<?>> waiting = new ArrayDeque<>();
    private int limit;
    private int used;

    private Permit(int limit) {
      this.limit = limit;
    }

    /** True if the lane may run an attempt; if not, it is handed over later. */
    synchronized boolean take(Lane<?> lane) {
      if (used < limit) {
        used++;
        return true;
      }
      waiting.add(lane);
      return false;
    }

    synchronized int limit() {
      return limit;
    }

    /** An attempt has ended. */
    void giveBack(Workers workers) {
      handOver(freed(1), workers);
    }

    private void change(int newLimit, Workers workers) {
      synchronized (this) {
        limit = newLimit;
      }
      handOver(freed(0), workers);
    }

    /** The lanes that may run now. */
    private synchronized List<Lane<?>> freed(int permits) {
      used -= permits;
      if (waiting.isEmpty()) {
        return List.of();
      }
      List<Lane<?>> next = new ArrayList<>();
      while (used < limit && !waiting.isEmpty()) {
        used++;
        next.add(waiting.remove());
      }
      return next;
    }

    private void handOver(List<Lane<?>> lanes, Workers workers) {
      if (!lanes.isEmpty()) {
        lanes.forEach(lane -> lane.permit(this));
        workers.start(lanes);
      }
    }
  }

  Permits(Map<String, Integer> limits, int asyncLimit) {
    configured = Map.copyOf(limits);
    limits.forEach((handler, limit) -> byHandler.put(handler, new Permit(limit)));
    this.asyncLimit = asyncLimit;
  }

  /**
   * The permits of a handler; null: it needs none. To be given back by who took one, whatever the
   * limit is by then.
   */
  @Nullable Permit of(RegisteredHandler<?> handler) {
    if (handler.isAsync()) {
      return byHandler.computeIfAbsent(handler.name(), any -> new Permit(asyncLimit));
    }
    return byHandler.isEmpty() ? null : byHandler.get(handler.name());
  }

  /**
   * Changes a handler's limit.
   *
   * @param limit how many attempts at once; null: as configured
   */
  void limit(RegisteredHandler<?> handler, @Nullable Integer limit, Workers workers) {
    String name = handler.name();
    int usual = configured.getOrDefault(name, handler.isAsync() ? asyncLimit : NO_LIMIT);
    int wanted = limit == null ? usual : limit;
    if (wanted != NO_LIMIT || byHandler.containsKey(name)) {
      byHandler.computeIfAbsent(name, any -> new Permit(wanted)).change(wanted, workers);
    }
  }
}
