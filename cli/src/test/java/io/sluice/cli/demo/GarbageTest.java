package io.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class GarbageTest {
  private static final byte[] VALID = valid();

  private static byte[] valid() {
    byte[] bytes = new byte[200];
    Arrays.fill(bytes, (byte) 7);
    ByteBuffer.wrap(bytes).put((byte) 0).putInt(3);
    return bytes;
  }

  @Property(tries = 100)
  void randomBytes_neverBeginWithTheMagicByte(@ForAll long seed) {
    assertThat(Garbage.RANDOM_BYTES.spoil(VALID, new Random(seed))[0]).isNotZero();
  }

  @Property(tries = 100)
  void truncated_isTheBeginningOfAnEvent(@ForAll long seed) {
    byte[] bytes = Garbage.TRUNCATED_AVRO.spoil(VALID, new Random(seed));

    assertThat(bytes).hasSizeGreaterThan(5).hasSizeLessThan(VALID.length / 2 + 1);
    assertThat(VALID).startsWith(bytes);
  }

  @Property(tries = 100)
  void unknownSchema_changesNothingButTheId(@ForAll long seed) {
    byte[] bytes = Garbage.UNKNOWN_SCHEMA_ID.spoil(VALID, new Random(seed));

    assertThat(ByteBuffer.wrap(bytes).getInt(1)).isGreaterThanOrEqualTo(1_000_000_000);
    assertThat(bytes).endsWith(Arrays.copyOfRange(VALID, 5, VALID.length));
    assertThat(bytes[0]).isZero();
  }
}
