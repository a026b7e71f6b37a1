package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.replay.letter.DeadLetter;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A hash of all that a letter is, but for where it lies. */
final class LetterHash {
  private static final byte[] ABSENT = {1};
  private static final byte[] START = {2};

  private LetterHash() {}

  static long of(DeadLetter letter) {
    long hash = add(Hash64.of(START), letter.raw().key());
    hash = add(hash, letter.raw().value());
    for (Header header : letter.raw().headers()) {
      hash = add(hash, header.key().getBytes(UTF_8));
      hash = add(hash, header.value());
    }
    return hash;
  }

  /** With its length, so that what is in one part and not in the next makes a difference. */
  private static long add(long hash, byte @Nullable [] bytes) {
    if (bytes == null) {
      return Hash64.add(hash, ABSENT);
    }
    byte[] length = ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array();
    return Hash64.add(Hash64.add(Hash64.add(hash, START), length), bytes);
  }
}
