package io.sluice.processor.topology;

import io.sluice.processor.dispatch.Dispatcher;
import io.sluice.processor.parked.Blocked;
import io.sluice.processor.parked.ParkedOrder;
import io.sluice.processor.policy.Ordering;
import io.sluice.processor.policy.Reason;
import io.sluice.processor.policy.Settlement;
import io.sluice.schema.Origin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which event of a key may run next. While one waits for its next attempt, it blocks its key: those
 * that had been handed over behind it are taken back, and they and all that come later are parked,
 * in order. When it is settled they run, a few at a time; the key stays blocked until the last of
 * them is with a worker, so that none that comes later overtakes.
 *
 * <p>With {@code ordering: none} nothing is ever parked. Used by the stream thread only.
 */
final class KeyOrder {
  private static final Logger LOG = LoggerFactory.getLogger(KeyOrder.class);

  /** So that a long line does not fill the memory, nor keep the stream thread. */
  private static final int MOST_AT_ONCE = 64;

  private final ParkedKeys parked;
  private final Dispatcher<Running> dispatcher;
  private final Ordering ordering;
  private final Hands hands;

  /** Who carries out what is decided here. */
  interface Hands {
    /** Starts an event that was parked. */
    void start(Key key, RawRecord raw);

    /** Takes back an event that was handed over and has not begun. */
    RawRecord takeBack(Running running);

    /** Settles an event. */
    void settle(Settled settled);

    /** True if the event in a record is withdrawn, or its workflow. */
    boolean isWithdrawn(RawRecord raw);

    /** The event in a record that was readable before; null when it no longer is. */
    @Nullable Event read(RawRecord raw);

    /** Who says what a failure means. */
    Judge judge();

    /** Now, ms since the epoch. */
    long nowMs();
  }

  KeyOrder(ParkedKeys parked, Dispatcher<Running> dispatcher, Ordering ordering, Hands hands) {
    this.parked = parked;
    this.dispatcher = dispatcher;
    this.ordering = ordering;
    this.hands = hands;
  }

  /** True if the event may run; if not, it is parked, or dead where the line is too long. */
  boolean mayPass(Key key, Event event) {
    if (!ordering.parks() || parked.head(key) == null || isHead(key, event.raw())) {
      return true;
    }
    boolean refuse = ordering.onParkedFull() == Ordering.OnParkedFull.DEAD_LETTER;
    if (refuse && parked.isFull(key) && !parked.mayOverflow(key)) {
      hands.settle(hands.judge().dead(event, Reason.PARKED_FULL, tooLong(key)));
    } else {
      parked.add(key, event.raw());
      hands.settle(Settled.unrun(event, new Settlement.Parked()));
    }
    return false;
  }

  /**
   * To be told of each event that comes back from a worker.
   *
   * @param clean false if the key's lane has halted behind it
   */
  void settled(Key key, Settled settled, boolean clean) {
    if (!ordering.parks()) {
      if (dispatcher.settled(key)) {
        feed(key);
      }
    } else if (clean) {
      goOn(key, settled);
    } else if (waits(settled.settlement())) {
      dispatcher.settled(key);
      blockBehind(key, settled, Blocked.State.WAITING);
    } else if (settled.settlement() instanceof Settlement.Dead) {
      dead(key, settled);
    } else {
      dispatcher.resume(key);
      goOn(key, settled);
    }
  }

  /** True if an event that has to wait can do so at once, since none of its key is in hand. */
  boolean mayWait(@Nullable Key key) {
    return key == null || !ordering.parks() || !dispatcher.isBusy(key);
  }

  /** To be told of an event that waits before it was with a worker: its key waits with it. */
  void waits(@Nullable Key key, Settled settled) {
    if (key != null && ordering.parks()) {
      parked.block(key, blocked(key, settled, Blocked.State.WAITING));
      parked.overflows(key, true);
    }
  }

  private static boolean waits(Settlement settlement) {
    return settlement instanceof Settlement.RetryAt || settlement instanceof Settlement.Held;
  }

  /**
   * To be told of each event that was settled without having been with a worker: too late, or no
   * longer to be read. Only where it is at the head of its key does that matter to others.
   */
  void settledUnrun(Settled settled) {
    Key key = Key.of(settled);
    if (!ordering.parks() || key == null || !isHead(key, settled.raw())) {
      return;
    }
    boolean isDead = settled.settlement() instanceof Settlement.Dead;
    if (isDead && ordering.onDeadLetter() == Ordering.OnDeadLetter.HOLD) {
      parked.block(key, blocked(key, settled, Blocked.State.HELD));
      return;
    }
    if (isDead && ordering.onDeadLetter() == Ordering.OnDeadLetter.DEAD_LETTER) {
      deadLetterLine(key, settled.id());
    }
    release(key);
  }

  /** Does what an operator says of a key's line. */
  void carryOut(Order order) {
    Key key = order.key();
    Blocked head = parked.head(key);
    if (head == null) {
      LOG.info(
          "Nothing is parked with that key (any more), so there is nothing to {}", order.word());
      return;
    }
    LOG.info("By order: {} {} events parked behind {}", order.word(), parked.depth(key), head.id());
    if (order.word() == ParkedOrder.RELEASE) {
      release(key);
      return;
    }
    while (parked.depth(key) > 0) {
      for (RawRecord raw : parked.take(key, MOST_AT_ONCE)) {
        hands.settle(settled(raw, new Settlement.Discarded(Reason.BY_OPERATOR)));
      }
    }
    if (head.state() != Blocked.State.WAITING) {
      parked.unblock(key);
    }
  }

  /**
   * After a start: lets the lines go on that were being released; all of them, where the order of
   * keys is no longer kept, for then nothing else would ever end their wait.
   */
  void releaseIdle() {
    for (Key key : toRelease()) {
      release(key);
    }
  }

  /** True if lines are to go on after a start. */
  boolean isReleasing() {
    return !toRelease().isEmpty();
  }

  private List<Key> toRelease() {
    return ordering.parks() ? parked.releasing() : parked.blocked();
  }

  /** True if no more may be read from the sources because of a line that is too long. */
  boolean holdsBack() {
    return ordering.onParkedFull() == Ordering.OnParkedFull.HOLD_BACK && parked.isAnyFull();
  }

  /** How many events are parked. */
  long parked() {
    return parked.parked();
  }

  /** How many keys are blocked. */
  int keys() {
    return parked.keys();
  }

  private boolean isHead(Key key, RawRecord raw) {
    return parked.isHead(key, raw.origin());
  }

  private void goOn(Key key, Settled settled) {
    boolean idle = dispatcher.settled(key);
    if (parked.head(key) == null) {
      return;
    }
    if (isHead(key, settled.raw())) {
      release(key);
    } else if (idle) {
      feed(key);
    }
  }

  private void dead(Key key, Settled settled) {
    switch (ordering.onDeadLetter()) {
      case RELEASE -> {
        dispatcher.resume(key);
        goOn(key, settled);
      }
      case HOLD -> {
        dispatcher.settled(key);
        blockBehind(key, settled, Blocked.State.HELD);
      }
      case DEAD_LETTER -> {
        dispatcher.settled(key);
        for (Running running : dispatcher.takeHalted(key)) {
          follow(hands.takeBack(running), settled.id());
        }
        deadLetterLine(key, settled.id());
        parked.unblock(key);
      }
    }
  }

  /** A settled event, and those behind it that had been handed over, in front of all others. */
  private void blockBehind(Key key, Settled settled, Blocked.State state) {
    List<RawRecord> rest = new ArrayList<>();
    for (Running running : dispatcher.takeHalted(key)) {
      RawRecord raw = hands.takeBack(running);
      if (hands.isWithdrawn(raw)) {
        // Nobody might come by where it would wait.
        hands.settle(settled(raw, new Settlement.Cancelled()));
      } else {
        rest.add(raw);
      }
    }
    parked.block(key, blocked(key, settled, state));
    // Behind one that only waits to be let in, no line is too long.
    parked.overflows(key, settled.settlement() instanceof Settlement.Held);
    parked.addInFront(key, rest);
    for (RawRecord raw : rest) {
      hands.settle(settled(raw, new Settlement.Parked()));
    }
  }

  private Blocked blocked(Key key, Settled settled, Blocked.State state) {
    Origin origin = settled.raw().origin();
    Blocked before = parked.head(key);
    long since = before != null && parked.isHead(key, origin) ? before.sinceMs() : hands.nowMs();
    return new Blocked(settled.id(), settled.type(), origin, since, state);
  }

  private void release(Key key) {
    Blocked head = parked.head(key);
    if (head == null) {
      return;
    }
    if (parked.depth(key) == 0) {
      parked.unblock(key);
      return;
    }
    parked.block(key, head.as(Blocked.State.RELEASING));
    feed(key);
  }

  /**
   * The next few of a line that is being released, once the last few are settled; one at first, for
   * it may have to wait like the head, and then those with it were let out in vain.
   */
  private void feed(Key key) {
    while (isReleasing(key) && parked.depth(key) > 0 && !dispatcher.isBusy(key)) {
      // One by one: one that is found dead before it ran may hold the others, or take them along.
      int most = Math.min(MOST_AT_ONCE, parked.nextPace(key));
      for (int i = 0; i < most && isReleasing(key) && parked.depth(key) > 0; i++) {
        parked.take(key, 1).forEach(raw -> hands.start(key, raw));
      }
    }
    if (isReleasing(key) && parked.depth(key) == 0) {
      parked.unblock(key);
    }
  }

  private boolean isReleasing(Key key) {
    Blocked head = parked.head(key);
    return head != null && head.state() == Blocked.State.RELEASING;
  }

  private void deadLetterLine(Key key, String headId) {
    while (parked.depth(key) > 0) {
      for (RawRecord raw : parked.take(key, MOST_AT_ONCE)) {
        follow(raw, headId);
      }
    }
  }

  private void follow(RawRecord raw, String headId) {
    if (hands.isWithdrawn(raw)) {
      hands.settle(settled(raw, new Settlement.Cancelled()));
      return;
    }
    Event event = hands.read(raw);
    hands.settle(
        event == null
            ? settled(raw, new Settlement.Dead(Reason.BEHIND_DEAD_LETTER))
            : hands.judge().dead(event, Reason.BEHIND_DEAD_LETTER, behind(headId)));
  }

  private Settled settled(RawRecord raw, Settlement settlement) {
    Event event = hands.read(raw);
    return event == null
        ? new Settled(raw, null, settlement, null, List.of(), null)
        : Settled.unrun(event, settlement);
  }

  private Judge.ParkedFullException tooLong(Key key) {
    return new Judge.ParkedFullException(
        parked.depth(key)
            + " events of this key are parked already, as many as max_parked_per_key allows");
  }

  private static Judge.BehindDeadLetterException behind(String headId) {
    return new Judge.BehindDeadLetterException(
        "event " + headId + " of the same key, which came before, is a dead letter");
  }
}
