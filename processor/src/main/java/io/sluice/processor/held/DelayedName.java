package io.sluice.processor.held;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * The name of an entry of the delay store, as bytes: when it is due (8 bytes, ms since the epoch)
 * and a number (8 bytes), big-endian. One entry is no event: what counts the others.
 */
public final class DelayedName {
  private static final int BYTES = 2 * Long.BYTES;

  private DelayedName() {}

  /** When the event of that name is due, ms since the epoch; empty when it names no event. */
  public static OptionalLong dueAtMs(byte[] name) {
    if (name.length != BYTES) {
      return OptionalLong.empty();
    }
    long dueAtMs = ByteBuffer.wrap(name).getLong();
    return dueAtMs < 0 ? OptionalLong.empty() : OptionalLong.of(dueAtMs);
  }
}
