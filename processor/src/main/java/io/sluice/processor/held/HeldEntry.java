package io.sluice.processor.held;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;

/**
 * The name of one entry of the held store: an event that may not run now, in order with the others
 * of its type.
 *
 * <p>As bytes: the length of the type in UTF-8 (4 bytes), the type, and the number (8 bytes);
 * big-endian, so that the events of a type are next to one another in order.
 *
 * @param type the event's type
 * @param number which event of the type, counted from 0
 */
public record HeldEntry(String type, long number) {
  /** The entry of a name. */
  public static HeldEntry of(Bytes name) {
    ByteBuffer buffer = ByteBuffer.wrap(name.get());
    byte[] type = new byte[buffer.getInt()];
    buffer.get(type);
    return new HeldEntry(new String(type, UTF_8), buffer.getLong());
  }

  /** The name as bytes. */
  public Bytes name() {
    byte[] bytes = type.getBytes(UTF_8);
    return Bytes.wrap(
        ByteBuffer.allocate(Integer.BYTES + bytes.length + Long.BYTES)
            .putInt(bytes.length)
            .put(bytes)
            .putLong(number)
            .array());
  }
}
