package io.sluice.processor.dispatch;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much one pipeline instance has in flight, all of its tasks together, and how much it may.
 * Thread-safe.
 */
public final class InFlight {
  private final int mostEvents;
  private final long mostBytes;
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  /**
   * Nothing in flight.
   *
   * @param mostEvents how many events are enough; no more are read above that
   * @param mostBytes how many bytes of keys and values are enough
   */
  public InFlight(int mostEvents, long mostBytes) {
    this.mostEvents = mostEvents;
    this.mostBytes = mostBytes;
  }

  /** One event more. */
  public void add(long size) {
    events.incrementAndGet();
    bytes.addAndGet(size);
  }

  /** Fewer events, and the bytes of their keys and values. */
  public void remove(long count, long size) {
    events.addAndGet(-count);
    bytes.addAndGet(-size);
  }

  /** How many events are in flight. */
  public long events() {
    return events.get();
  }

  /** Their keys and values together, bytes. */
  public long bytes() {
    return bytes.get();
  }

  /** True if no more is to be read for now. */
  public boolean isFull() {
    return events.get() >= mostEvents || bytes.get() >= mostBytes;
  }
}
