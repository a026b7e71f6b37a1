package io.sluice.processor.dispatch;

import io.sluice.processor.handler.RegisteredHandler;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How many attempts of one handler run at once. A lane that finds its handler at the limit is kept
 * here, not on a thread, and handed over with the permit of one that has ended. Thread-safe.
 */
final class Permits {
  private final Map<String, Permit> byHandler = new ConcurrentHashMap<>();
  private final int asyncLimit;

  private static final class Permit {
    private final Queue<Lane<?>> waiting = new ArrayDeque<>();
    private int free;

    Permit(int free) {
      this.free = free;
    }

    synchronized boolean take(Lane<?> lane) {
      if (free > 0) {
        free--;
        return true;
      }
      waiting.add(lane);
      return false;
    }

    /** The lane that the permit goes to; null when none waits. */
    synchronized @Nullable Lane<?> giveBack() {
      Lane<?> next = waiting.poll();
      if (next == null) {
        free++;
      }
      return next;
    }
  }

  Permits(Map<String, Integer> limits, int asyncLimit) {
    limits.forEach((handler, limit) -> byHandler.put(handler, new Permit(limit)));
    this.asyncLimit = asyncLimit;
  }

  /** True if the lane may run an attempt of this handler; if not, it is handed over later. */
  boolean take(RegisteredHandler<?> handler, Lane<?> lane) {
    Permit permit = of(handler);
    return permit == null || permit.take(lane);
  }

  /** An attempt has ended. */
  void giveBack(RegisteredHandler<?> handler, Workers workers) {
    Permit permit = of(handler);
    Lane<?> next = permit == null ? null : permit.giveBack();
    if (next != null) {
      next.permit();
      workers.start(List.of(next));
    }
  }

  private @Nullable Permit of(RegisteredHandler<?> handler) {
    if (handler.isAsync()) {
      return byHandler.computeIfAbsent(handler.name(), any -> new Permit(asyncLimit));
    }
    return byHandler.isEmpty() ? null : byHandler.get(handler.name());
  }
}
