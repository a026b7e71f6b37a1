package io.sluice.bench.contestant;

/** What the handler of every contestant does for an event. Called from many threads. */
@FunctionalInterface
public interface EventWork {
  /**
   * @throws Exception to say that this attempt failed
   */
  void handle(long sequence) throws Exception;
}
