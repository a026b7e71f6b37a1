package io.sluice.processor.topology;

import io.sluice.processor.dispatch.Doorkeeper;
import io.sluice.processor.dispatch.Entry;
import io.sluice.processor.dispatch.LetIn;
import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.RegisteredHandler;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Lets in whom it likes, when it likes, and counts those inside. */
final class FickleDoor implements Doorkeeper {
  private final Random random;
  private final LongSupplier nowMs;
  private final int refusals;
  private Set<String> withdrawn = Set.of();
  private int inside;
  private long changes;

  /**
   * @param refusals how many of a hundred who ask are not let in
   */
  FickleDoor(Random random, LongSupplier nowMs, int refusals) {
    this.random = random;
    this.nowMs = nowMs;
    this.refusals = refusals;
  }

  void withdraw(String id) {
    Set<String> more = new HashSet<>(withdrawn);
    more.add(id);
    withdrawn = Set.copyOf(more);
    changes++;
  }

  /** How many were let in and have not ended. */
  int inside() {
    return inside;
  }

  @Override
  public Entry ask(RegisteredHandler<?> handler, EventContext event) {
    if (withdrawn.contains(event.id())) {
      return Entry.CANCELLED;
    }
    int dice = random.nextInt(100);
    if (dice >= refusals) {
      inside++;
      return Entry.RUN;
    }
    changes++;
    return dice % 3 == 0
        ? new Entry.HoldUntil("rate_limit", nowMs.getAsLong() + random.nextInt(100))
        : new Entry.Hold("paused");
  }

  @Override
  public Entry reserve(RegisteredHandler<?> handler, EventContext event) {
    return ask(handler, event);
  }

  @Override
  public void leftUnused(RegisteredHandler<?> handler, EventContext event, Entry.Run letIn) {
    inside--;
  }

  @Override
  public Entry confirm(RegisteredHandler<?> handler, EventContext event, LetIn letIn) {
    boolean isWithdrawn = withdrawn.contains(event.id());
    if (!isWithdrawn && random.nextInt(100) >= refusals) {
      return letIn.entry();
    }
    inside--;
    changes++;
    return isWithdrawn ? Entry.CANCELLED : new Entry.Hold("paused");
  }

  @Override
  public void ran(RegisteredHandler<?> handler, Duration ran, @Nullable Throwable failure) {
    inside--;
  }

  @Override
  public void didNotRun(RegisteredHandler<?> handler, EventContext event, Entry.Run letIn) {
    inside--;
  }

  @Override
  public void brokenOff(RegisteredHandler<?> handler, Entry.Run letIn) {
    inside--;
  }

  @Override
  public long askAgainAtMs(RegisteredHandler<?> handler, String type, long now) {
    return random.nextInt(100) < refusals ? now + random.nextInt(50) : now;
  }

  @Override
  public long changes() {
    return changes;
  }

  @Override
  public boolean holdsBackDeadLetter(RegisteredHandler<?> handler, String type, Throwable failure) {
    return random.nextInt(100) < refusals;
  }

  @Override
  public Set<String> withdrawn() {
    return withdrawn;
  }

  @Override
  public void taskOpened() {}

  @Override
  public void taskClosed() {}

  @Override
  public void addBell(Runnable bell) {}

  @Override
  public void removeBell(Runnable bell) {}
}
