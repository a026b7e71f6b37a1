package io.sluice.processor.dispatch;

/**
 * Runs handlers, and puts what came of it into a mailbox. The seam between the stream thread and
 * whoever runs handlers.
 *
 * @param <T> the token's type
 */
public interface Dispatcher<T> {
  /** Takes one attempt; its completion comes through the mailbox, before this returns or later. */
  void dispatch(Work<T> work);
}
