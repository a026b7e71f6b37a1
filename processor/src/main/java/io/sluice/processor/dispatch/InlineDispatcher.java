package io.sluice.processor.dispatch;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs each handler at once, on the thread that dispatches: a slow handler holds up its stream
 * thread, and order holds trivially. What tests with virtual time use.
 *
 * @param <T> the token's type
 */
public final class InlineDispatcher<T> implements Dispatcher<T> {
  private final CompletionMailbox<T> mailbox;
  private final LongSupplier nanoTime;

  /**
   * Runs handlers on the caller's thread.
   *
   * @param mailbox where completions go
   * @param nanoTime a monotonic clock, ns
   */
  public InlineDispatcher(CompletionMailbox<T> mailbox, LongSupplier nanoTime) {
    this.mailbox = mailbox;
    this.nanoTime = nanoTime;
  }

  @Override
  public void dispatch(Work<T> work) {
    long start = nanoTime.getAsLong();
    Throwable failure = run(work);
    Duration ran = Duration.ofNanos(nanoTime.getAsLong() - start);
    mailbox.put(new Completion<>(work.token(), failure, ran));
  }

  /**
   * An Error of the machine (no memory, broken VM) is no outcome of an event and is thrown on; any
   * other Throwable is this attempt's failure.
   */
  private static @Nullable Throwable run(Work<?> work) {
    try {
      work.handler().run(work.data(), work.context());
      return null;
    } catch (StackOverflowError e) {
      return e;
    } catch (VirtualMachineError e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e;
    } catch (Throwable e) {
      return e;
    }
  }
}
