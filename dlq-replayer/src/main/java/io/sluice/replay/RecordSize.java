package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.replay.letter.DeadLetter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.ByteBufferOutputStream;
import org.jspecify.annotations.Nullable;

/** How large a letter is on its way. */
final class RecordSize {
  /** What Sluice's own headers, and the batch's, may add. */
  private static final int OVERHEAD = 1_024;

  /** Of the record format that has headers. */
  private static final byte MAGIC = 2;

  private static final int FIRST_BUFFER = 256 * 1024;

  private RecordSize() {}

  /**
   * True when the letter is so far below the limit, in bytes, that it need not be compressed to
   * find out.
   *
   * @param value what takes the place of the letter's value; null: nothing does
   */
  static boolean isSurelyWithin(int limit, DeadLetter letter, byte @Nullable [] value) {
    long plain = OVERHEAD + letter.sizeInBytes() + (value == null ? 0 : value.length);
    // What does not compress grows by less than a hundredth.
    return plain + plain / 100 <= limit;
  }

  /**
   * The batch of this record alone, in bytes, as the broker measures it: compressed, as the
   * replayer's producer does.
   */
  static int inBatch(ProducerRecord<byte[], byte[]> record) {
    ByteBufferOutputStream bytes = new ByteBufferOutputStream(FIRST_BUFFER);
    try (OutputStream out = Compression.lz4().build().wrapForOutput(bytes, MAGIC)) {
      write(out, record.key());
      write(out, record.value());
      for (Header header : record.headers()) {
        write(out, header.key().getBytes(UTF_8));
        write(out, header.value());
      }
    } catch (IOException neverInMemory) {
      throw new UncheckedIOException(neverInMemory);
    }
    return bytes.position() + OVERHEAD;
  }

  private static void write(OutputStream out, byte @Nullable [] bytes) throws IOException {
    if (bytes != null) {
      out.write(bytes);
    }
  }
}
