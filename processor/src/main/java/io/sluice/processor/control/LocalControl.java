package io.sluice.processor.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The control of a pipeline that is alone: in a test driver, and in tests. Thread-safe. */
public final class LocalControl implements Control {
  private final List<Consumer<ControlState>> followers = new CopyOnWriteArrayList<>();
  private volatile ControlState state = ControlState.nothing();

  @Override
  public ControlState state() {
    return state;
  }

  @Override
  public void follow(Consumer<ControlState> follower) {
    followers.add(follower);
    follower.accept(state);
  }

  @Override
  public void say(ControlRecord record) {
    change(record, true);
  }

  @Override
  public void takeBack(ControlRecord record) {
    change(record, false);
  }

  private void change(ControlRecord record, boolean holds) {
    ControlState now;
    synchronized (this) {
      now = changed(state, record, holds);
      state = now;
    }
    followers.forEach(follower -> follower.accept(now));
  }

  /** The state after one more record, or without it. */
  static ControlState changed(ControlState before, ControlRecord record, boolean holds) {
    return new ControlState(
        with(before.paused(), record, ControlRecord.Pause.class, holds),
        with(before.rates(), record, ControlRecord.Rate.class, holds),
        with(before.concurrency(), record, ControlRecord.Concurrency.class, holds),
        with(before.cancelled(), record, ControlRecord.Cancel.class, holds),
        with(before.breakers(), record, ControlRecord.Breaker.class, holds));
  }

  private static <R extends ControlRecord> Map<String, R> with(
      Map<String, R> before, ControlRecord record, Class<R> kind, boolean holds) {
    if (!kind.isInstance(record)) {
      return before;
    }
    Map<String, R> after = new HashMap<>(before);
    if (holds) {
      after.put(record.subject(), kind.cast(record));
    } else {
      after.remove(record.subject());
    }
    return after;
  }
}
