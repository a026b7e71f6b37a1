package io.sluice.processor.dispatch;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one crossing between threads: whoever runs handlers puts completions in, the stream thread
 * takes them out. Thread-safe.
 *
 * @param <T> the token's type
 */
public final class CompletionMailbox<T> {
  private final Queue<Completion<T>> completions = new ConcurrentLinkedQueue<>();
  private final Runnable bell;

  /**
   * An empty mailbox.
   *
   * @param bell wakes the stream thread; called after each completion, on the thread that put it
   */
  public CompletionMailbox(Runnable bell) {
    this.bell = bell;
  }

  /** Puts a completion in; any thread. */
  public void put(Completion<T> completion) {
    completions.add(completion);
    bell.run();
  }

  /** True if there is nothing to take. */
  public boolean isEmpty() {
    return completions.isEmpty();
  }

  /** Takes out what is there, in the order in which it came, and hands each to {@code taker}. */
  public void drain(Consumer<Completion<T>> taker) {
    for (@Nullable Completion<T> next = completions.poll();
        next != null;
        next = completions.poll()) {
      taker.accept(next);
    }
  }
}
