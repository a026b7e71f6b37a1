package io.sluice.replay.letter;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where an event's payload lies in the bytes of its record. */
final class PayloadPosition {
  /** More places than this that could be it are not looked through. */
  private static final int MOST_CANDIDATES = 100;

  private PayloadPosition() {}

  /**
   * The payload's first byte in the value; null when it is not there as it is. Every version of the
   * envelope holds it as Avro bytes: their length, then themselves.
   */
  static @Nullable Integer in(byte[] value, ByteBuffer payload) {
    byte[] wanted = new byte[payload.remaining()];
    payload.duplicate().get(wanted);
    byte[] length = zigZag(wanted.length);
    int candidates = 0;
    int last = value.length - wanted.length;
    for (int at = length.length; at <= last && candidates < MOST_CANDIDATES; at++) {
      if (Arrays.equals(value, at - length.length, at, length, 0, length.length)) {
        candidates++;
        if (Arrays.equals(value, at, at + wanted.length, wanted, 0, wanted.length)) {
          return at;
        }
      }
    }
    return null;
  }

  /** An Avro long. */
  private static byte[] zigZag(int number) {
    long left = (long) number << 1;
    byte[] bytes = new byte[Long.BYTES];
    int size = 0;
    while (left > 0x7f) {
      bytes[size++] = (byte) ((left & 0x7f) | 0x80);
      left >>>= 7;
    }
    bytes[size++] = (byte) left;
    return Arrays.copyOf(bytes, size);
  }
}
