package io.sluice.cli.demo;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** A record that no pipeline can decode. */
enum Garbage {
  /** Nothing but noise. */
  RANDOM_BYTES {
    @Override
    byte[] spoil(byte[] valid, Random random) {
      byte[] bytes = new byte[8 + random.nextInt(200)];
      random.nextBytes(bytes);
      // 0 is the magic byte of the wire format; noise must not look like it.
      bytes[0] = (byte) (1 + random.nextInt(127));
      return bytes;
    }
  },
  /** An event that ends in the middle. */
  TRUNCATED_AVRO {
    @Override
    byte[] spoil(byte[] valid, Random random) {
      int shortest = WIRE_HEADER_BYTES + 1;
      return Arrays.copyOf(valid, shortest + random.nextInt(valid.length / 2 - shortest));
    }
  },
  /** An event whose schema the registry has never seen. */
  UNKNOWN_SCHEMA_ID {
    @Override
    byte[] spoil(byte[] valid, Random random) {
      byte[] bytes = valid.clone();
      ByteBuffer.wrap(bytes).putInt(1, UNKNOWN_ID + random.nextInt(1_000_000));
      return bytes;
    }
  };

  /** Magic byte and schema id. */
  private static final int WIRE_HEADER_BYTES = 5;

  private static final int UNKNOWN_ID = 1_000_000_000;

  /** Makes a record's value of this kind out of a valid one. */
  abstract byte[] spoil(byte[] valid, Random random);
}
