package io.sluice.processor.parked;

import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;

/**
 * The name of one entry of the parked store. Of each key that is blocked there is one entry that
 * says behind what, and one for each event that is parked, in the order of their numbers.
 *
 * <p>As bytes: {@code 'h'} and the key; or {@code 'p'}, the key's length (4 bytes), the key, and
 * the number (8 bytes); big-endian, so that the events of a key are next to one another in order.
 *
 * @param key the record key, bytes; not to be changed
 * @param number which event of the key; {@link #HEAD} for the entry that says behind what
 */
public record ParkedEntry(byte[] key, long number) {
  /** The number of the entry that says behind what a key is blocked. */
  public static final long HEAD = -1;

  /** The number that the first parked event gets; room below it is for those that come back. */
  public static final long FIRST = 1L << 40;

  private static final byte HEADS = 'h';
  private static final byte EVENTS = 'p';

  /** The first bytes of every head's name, and what comes right after all of them. */
  public static Bytes firstHead() {
    return Bytes.wrap(new byte[] {HEADS});
  }

  /** Past the last head's name. */
  public static Bytes pastHeads() {
    return Bytes.wrap(new byte[] {HEADS + 1});
  }

  /** Where the events of any key begin. */
  public static Bytes firstEvent() {
    return Bytes.wrap(new byte[] {EVENTS});
  }

  /** Past the last event's name. */
  public static Bytes pastEvents() {
    return Bytes.wrap(new byte[] {EVENTS + 1});
  }

  /** The entry of a name. */
  public static ParkedEntry of(Bytes name) {
    ByteBuffer buffer = ByteBuffer.wrap(name.get());
    if (buffer.get() == HEADS) {
      byte[] key = new byte[buffer.remaining()];
      buffer.get(key);
      return new ParkedEntry(key, HEAD);
    }
    byte[] key = new byte[buffer.getInt()];
    buffer.get(key);
    return new ParkedEntry(key, buffer.getLong());
  }

  /** True for the entry that says behind what the key is blocked. */
  public boolean isHead() {
    return number == HEAD;
  }

  /** The name as bytes. */
  public Bytes name() {
    ByteBuffer buffer =
        isHead()
            ? ByteBuffer.allocate(1 + key.length).put(HEADS).put(key)
            : ByteBuffer.allocate(1 + Integer.BYTES + key.length + Long.BYTES)
                .put(EVENTS)
                .putInt(key.length)
                .put(key)
                .putLong(number);
    return Bytes.wrap(buffer.array());
  }
}
