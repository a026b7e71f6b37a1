package io.sluice.processor.topology;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A record key whose order matters, comparable by its bytes. */
final class Key {
  private final byte[] bytes;
  private final int hash;

  private Key(byte[] bytes) {
    this.bytes = bytes;
    this.hash = Arrays.hashCode(bytes);
  }

  static Key of(byte[] bytes) {
    return new Key(bytes);
  }

  /** The key of an event; null when it has none of its own, only its id or nothing at all. */
  static @Nullable Key of(Event event) {
    return of(event.raw(), event.id());
  }

  /** The key of an event that is settled; null when it has none of its own. */
  static @Nullable Key of(Settled settled) {
    return of(settled.raw(), settled.id());
  }

  private static @Nullable Key of(RawRecord raw, String id) {
    byte[] bytes = raw.key();
    return bytes == null || isId(bytes, id) ? null : new Key(bytes);
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Key key && hash == key.hash && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** An id beyond ASCII counts as a key of its own, which no other event has either. */
  private static boolean isId(byte[] bytes, String id) {
    if (bytes.length != id.length()) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != id.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
