package io.sluice.processor.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands the attempts of one task to the workers, in order per key, and puts what came of them into
 * a mailbox. For the stream thread only.
 *
 * <p>Attempts are gathered and handed over together; {@link #flush} sends off what was gathered.
 *
 * @param <T> the token's type
 */
public final class Dispatcher<T> {
  private static final int MOST_GATHERED = 64;

  private final Workers workers;
  private final CompletionMailbox<T> mailbox;
  private final Lane.Rules<T> rules;
  private final Map<Object, Lane<T>> lanes = new HashMap<>();
  private List<Lane<T>> gathered = new ArrayList<>(MOST_GATHERED);

  /**
   * A dispatcher with nothing in hand.
   *
   * @param workers who runs handlers
   * @param mailbox where completions go
   * @param haltOnFailure true: after a failure, later work of the same key waits for {@link
   *     #resume} or {@link #takeHalted}
   */
  public Dispatcher(Workers workers, CompletionMailbox<T> mailbox, boolean haltOnFailure) {
    this.workers = workers;
    this.mailbox = mailbox;
    this.rules = new Lane.Rules<>(workers, mailbox, haltOnFailure);
    workers.serve(mailbox);
  }

  /**
   * Takes one attempt; its completion comes through the mailbox.
   *
   * @param key attempts of equal keys run one after another; null: of its own
   */
  public void dispatch(@Nullable Object key, Work<T> work) {
    Lane<T> lane =
        key == null ? new Lane<>(rules) : lanes.computeIfAbsent(key, any -> new Lane<>(rules));
    if (lane.add(work)) {
      gathered.add(lane);
      if (gathered.size() >= MOST_GATHERED) {
        flush();
      }
    }
  }

  /** Hands over what was gathered. */
  public void flush() {
    if (!gathered.isEmpty()) {
      List<Lane<T>> ready = gathered;
      gathered = new ArrayList<>(MOST_GATHERED);
      workers.start(ready);
    }
  }

  /**
   * To be told of each completion taken from the mailbox, once it is dealt with.
   *
   * @return true if nothing of that key is in hand any more
   */
  public boolean settled(@Nullable Object key) {
    if (key == null) {
      return true;
    }
    Lane<T> lane = lanes.get(key);
    if (lane == null) {
      return true;
    }
    if (lane.settledLast()) {
      lanes.remove(key);
      return true;
    }
    return false;
  }

  /** True if anything of that key is in hand. */
  public boolean isBusy(Object key) {
    return lanes.containsKey(key);
  }

  /** After a failure: lets later work of that key go on. */
  public void resume(Object key) {
    Lane<T> lane = lanes.get(key);
    if (lane != null && lane.resume()) {
      gathered.add(lane);
    }
  }

  /** After a failure: takes back later work of that key, none of which has begun, in order. */
  public List<T> takeHalted(Object key) {
    Lane<T> lane = lanes.get(key);
    if (lane == null) {
      return List.of();
    }
    List<T> rest = lane.takeHalted();
    if (lane.isEmpty()) {
      lanes.remove(key);
    }
    return rest;
  }

  /** Begins nothing more; what runs is not waited for, and its completion is of no use. */
  public void close() {
    rules.close();
    workers.forget(mailbox);
    gathered.forEach(Lane::abandon);
    gathered.clear();
    lanes.values().forEach(Lane::abandon);
    lanes.clear();
  }
}
