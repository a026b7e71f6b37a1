package io.sluice.replay.letter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** How a family of tools writes a number into a header. */
enum HeaderNumbers {
  /** Decimal digits. */
  TEXT,
  /** 4 or 8 bytes; digits are understood too, as some put them there by hand. */
  BIG_ENDIAN;

  /** The number; null when there is none, or something else. */
  @Nullable Long read(@Nullable Header header) {
    if (header == null || header.value() == null) {
      return null;
    }
    byte[] bytes = header.value();
    if (this == BIG_ENDIAN && bytes.length == Integer.BYTES) {
      return (long) ByteBuffer.wrap(bytes).getInt();
    }
    if (this == BIG_ENDIAN && bytes.length == Long.BYTES) {
      return ByteBuffer.wrap(bytes).getLong();
    }
    try {
      return Long.valueOf(new String(bytes, StandardCharsets.UTF_8).strip());
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }
}
