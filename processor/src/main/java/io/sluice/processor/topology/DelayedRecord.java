package io.sluice.processor.topology;

import io.sluice.processor.held.HeldRecord;

/** A {@link RawRecord} as the bytes of one store entry. */
final class DelayedRecord {
  private DelayedRecord() {}

  static byte[] write(RawRecord record) {
    return new HeldRecord(
            record.key(), record.value(), record.headers(), record.state(), record.retried())
        .write();
  }

  static RawRecord read(byte[] entry) {
    HeldRecord held = HeldRecord.read(entry);
    return new RawRecord(held.key(), held.value(), held.headers(), held.state(), held.retried());
  }
}
