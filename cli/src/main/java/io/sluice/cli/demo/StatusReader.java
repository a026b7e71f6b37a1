package io.sluice.cli.demo;

import io.sluice.schema.EventCodec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Predicate;

/** Follows a pipeline's status topic into a {@link StatusLedger}. Not thread-safe. */
final class StatusReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final CommittedReader reader;
  private final EventCodec codec;
  private final InstantSource clock;
  private final StatusLedger ledger = new StatusLedger();

  StatusReader(CommittedReader reader, EventCodec codec, InstantSource clock) {
    this.reader = reader;
    this.codec = codec;
    this.clock = clock;
  }

  StatusLedger ledger() {
    return ledger;
  }

  /**
   * Reads until the ledger is as wanted, or the time is over.
   *
   * @return whether it is as wanted
   */
  boolean readUntil(Predicate<StatusLedger> wanted, Duration timeout) {
    long deadlineMs = clock.millis() + timeout.toMillis();
    while (!wanted.test(ledger)) {
      if (clock.millis() >= deadlineMs) {
        return false;
      }
      reader.read(POLL, it -> ledger.observe(codec.decodeStatus(it.topic(), it.value())));
    }
    return true;
  }

  /** Reads what is there now: what nobody waited for counts too, such as a second success. */
  void readToEnd() {
    reader.readToEnd(it -> ledger.observe(codec.decodeStatus(it.topic(), it.value())));
  }

  @Override
  public void close() {
    reader.close();
  }
}
