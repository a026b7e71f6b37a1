package io.sluice.processor.topology;

import io.sluice.processor.dispatch.Doorkeeper;
import io.sluice.processor.dispatch.Entry;
import io.sluice.processor.handler.RegisteredHandler;
import io.sluice.processor.policy.Settlement;
import io.sluice.schema.EventFormatException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events that the doorkeeper has not let in, those of each type in order; asks for them again, and
 * brings them to the workers. For the stream thread only.
 */
final class WaitingRoom {
  /** So that the thread polls and commits in between. */
  private static final int MOST_AT_ONCE = 500;

  /** How soon to ask again where the doorkeeper gives no time, ms. */
  private static final long SOON_MS = 10;

  private final HeldEvents held;
  private final Doorkeeper doorkeeper;
  private final Hands hands;

  /** How many were let in and have not ended, by handler. */
  private final Map<String, Integer> inside = new HashMap<>();

  /** Who carries out what is decided here. */
  interface Hands {
    /** The event in a record. */
    Event read(RawRecord raw);

    /** Who serves a type; somebody even where nobody does. */
    RegisteredHandler<?> handler(String type);

    /** What its handler would be given. */
    HandlerCall call(Event event);

    /** Starts an event that was let in. */
    void start(Event event, HandlerCall call, Entry.Run letIn);

    /** Settles one that never began. */
    void settle(Settled settled);

    /** How many attempts of a handler may run at once. */
    int limit(RegisteredHandler<?> handler);

    /** True if workers can take no more. */
    boolean isFull();
  }

  WaitingRoom(HeldEvents held, Doorkeeper doorkeeper, Hands hands) {
    this.held = held;
    this.doorkeeper = doorkeeper;
    this.hands = hands;
  }

  /** True if others of its type wait, behind whom a new one has to wait too. */
  boolean hasLine(String type) {
    return held.has(type);
  }

  /** Takes in an event that was not let in, if it waits for no time of its own. */
  void take(Settled settled) {
    if (settled.settlement() instanceof Settlement.Held waits && waits.dueAtMs() == null) {
      held.hold(settled.type(), settled.raw());
      held.nextMs(0);
    }
  }

  /** How many wait. */
  long size() {
    return held.size();
  }

  /** When to come by again, ms since the epoch; {@code Long.MAX_VALUE}: when the bell rings. */
  long nextMs() {
    return held.nextMs();
  }

  /** Lets in whom the doorkeeper lets in by now. */
  void letIn(long nowMs) {
    long next = Long.MAX_VALUE;
    for (String type : held.types()) {
      next = Math.min(next, letIn(type, nowMs));
    }
    held.nextMs(next);
  }

  /** When to come by for that type again. */
  private long letIn(String type, long nowMs) {
    RegisteredHandler<?> handler = hands.handler(type);
    for (int i = 0; i < MOST_AT_ONCE; i++) {
      if (!held.has(type)) {
        return Long.MAX_VALUE;
      }
      long againAtMs = doorkeeper.askAgainAtMs(handler, type, nowMs);
      if (againAtMs > nowMs) {
        return againAtMs;
      }
      if (hasEnough(handler)) {
        // Whoever of them ends calls.
        return Long.MAX_VALUE;
      }
      if (hands.isFull() || !isServed(type, handler)) {
        return nowMs + SOON_MS;
      }
    }
    return nowMs;
  }

  /**
   * No more than can begin: what is let in has its token, and many that waited for a slow handler
   * would break the limit once it is fast again.
   */
  private boolean hasEnough(RegisteredHandler<?> handler) {
    return inside.getOrDefault(handler.name(), 0) >= hands.limit(handler);
  }

  /** To be told of each event that was started here, once it has ended, or not begun after all. */
  void ended(RegisteredHandler<?> handler) {
    inside.merge(handler.name(), -1, Integer::sum);
    if (held.size() > 0) {
      held.nextMs(0);
    }
  }

  /** True if the first of its type does not wait any more. */
  private boolean isServed(String type, RegisteredHandler<?> handler) {
    RawRecord raw = held.first(type);
    Event event = raw == null ? null : read(type, raw);
    if (event == null) {
      return true;
    }
    HandlerCall call = hands.call(event);
    Entry entry = doorkeeper.reserve(handler, call);
    if (entry instanceof Entry.Hold) {
      return false;
    }
    held.removeFirst(type);
    if (entry instanceof Entry.Run letIn) {
      inside.merge(handler.name(), 1, Integer::sum);
      hands.start(event, call, letIn);
    } else if (entry instanceof Entry.HoldUntil until) {
      hands.settle(Settled.unrun(event, new Settlement.Held(until.why(), until.dueAtMs())));
    } else {
      hands.settle(Settled.unrun(event, new Settlement.Cancelled()));
    }
    return true;
  }

  private @Nullable Event read(String type, RawRecord raw) {
    try {
      return hands.read(raw);
    } catch (EventFormatException e) {
      held.removeFirst(type);
      hands.settle(Settled.undecodable(raw, e));
      return null;
    }
  }
}
