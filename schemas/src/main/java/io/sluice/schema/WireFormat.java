package io.sluice.schema;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.AvroTypeException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Confluent's wire format: magic byte 0, schema id in 4 bytes big-endian, Avro binary. Thread-safe;
 * each thread keeps its buffers.
 */
final class WireFormat {

  static final int HEADER = 5;
  private static final byte MAGIC = 0;
  private static final Pattern PLACED =
      Pattern.compile("(.*) at [^ .]+((?:\\.[^ .]+|\\[\\d+])+)", Pattern.DOTALL);
  private static final int KEEP_BUFFER_BELOW = 1 << 20;

  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

  /**
   * @throws MalformedEventException when the bytes do not begin as they should
   */
  static int schemaId(ByteBuffer bytes, Supplier<String> what) {
    int length = bytes.remaining();
    if (length < HEADER) {
      throw new MalformedEventException(
          what.get()
              + ": "
              + length
              + " bytes are too few for the Confluent wire format (magic byte 0, 4-byte schema id,"
              + " Avro)",
          length,
          null);
    }
    byte magic = bytes.get(bytes.position());
    if (magic != MAGIC) {
      throw new MalformedEventException(
          String.format(
              "%s: byte 0 is 0x%02x, not the magic byte 0 of the Confluent wire format",
              what.get(), magic),
          0,
          null);
    }
    return bytes.getInt(bytes.position() + 1);
  }

  /**
   * @throws PayloadMismatchException when the datum does not fit its schema
   */
  <T> byte[] encode(int schemaId, T datum, DatumWriter<T> writer, String schemaName) {
    Scratch mine = scratch.get();
    ByteArrayOutputStream out = mine.out();
    out.write(MAGIC);
    out.write(schemaId >>> 24);
    out.write(schemaId >>> 16);
    out.write(schemaId >>> 8);
    out.write(schemaId);
    try {
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, mine.encoder);
      mine.encoder = encoder;
      writer.write(datum, encoder);
      encoder.flush();
    } catch (IOException | AvroRuntimeException | ClassCastException | NullPointerException bad) {
      // The encoder may hold half a record: never use it again.
      scratch.remove();
      throw mismatch(schemaName, bad);
    }
    return out.toByteArray();
  }

  /**
   * Reads one datum, to the last byte.
   *
   * @param what says what the bytes are, where they cannot be read
   * @throws AvroTypeException when writer's and reader's schemas, or the bytes, cannot be resolved
   * @throws MalformedEventException when the bytes are not such a datum
   */
  <T> T decode(ByteBuffer bytes, DatumReader<T> reader, Supplier<String> what) {
    byte[] array;
    int offset;
    if (bytes.hasArray()) {
      array = bytes.array();
      offset = bytes.arrayOffset() + bytes.position();
    } else {
      array = new byte[bytes.remaining()];
      bytes.duplicate().get(array);
      offset = 0;
    }
    int length = bytes.remaining();
    Scratch mine = scratch.get();
    BinaryDecoder decoder =
        DecoderFactory.get().binaryDecoder(array, offset + HEADER, length - HEADER, mine.decoder);
    mine.decoder = decoder;
    T datum;
    try {
      datum = reader.read(null, decoder);
    } catch (AvroTypeException perhapsNotTheBytes) {
      throw new PlacedTypeException(perhapsNotTheBytes, position(decoder, length));
    } catch (SecurityException notTheBytes) {
      throw notTheBytes;
    } catch (IOException | RuntimeException | StackOverflowError garbage) {
      int at = position(decoder, length);
      throw new MalformedEventException(
          what.get() + ": broken at byte " + at + " of " + length + ": " + describe(garbage),
          at,
          garbage);
    }
    int left = decoder.remainingBytes();
    if (left != 0) {
      throw new MalformedEventException(
          what.get()
              + ": ends at byte "
              + (length - left)
              + " of "
              + length
              + "; "
              + left
              + " too many",
          length - left,
          null);
    }
    return datum;
  }

  /** Avro reads numbers past the end before it notices. */
  private static int position(BinaryDecoder decoder, int length) {
    return length - Math.max(0, decoder.remainingBytes());
  }

  /** Avro ends such messages with the place: {@code … at WelcomeEmail.email}. */
  private static PayloadMismatchException mismatch(String schemaName, Exception bad) {
    String message = String.valueOf(bad.getMessage());
    Matcher placed = PLACED.matcher(message);
    String expected = "what the schema " + schemaName + " holds";
    return placed.matches()
        ? new PayloadMismatchException("$" + placed.group(2), expected, placed.group(1), bad)
        : new PayloadMismatchException("$", expected, message, bad);
  }

  private static String describe(Throwable garbage) {
    String message = garbage.getMessage();
    return message == null ? garbage.getClass().getSimpleName() : message;
  }

  /** Avro's own, and how far the bytes had been read by then. */
  static final class PlacedTypeException extends AvroTypeException {
    private static final long serialVersionUID = 1L;

    private final int atByte;

    private PlacedTypeException(AvroTypeException thrown, int atByte) {
      super(thrown.getMessage(), thrown);
      this.atByte = atByte;
    }

    /** Null when the exception came from elsewhere. */
    static @Nullable Integer atByte(AvroTypeException thrown) {
      return thrown instanceof PlacedTypeException placed ? placed.atByte : null;
    }
  }

  private static final class Scratch {
    private ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    private @Nullable BinaryEncoder encoder;
    private @Nullable BinaryDecoder decoder;

    /** Empty; a new one where the last record left a huge buffer behind. */
    ByteArrayOutputStream out() {
      if (out.size() > KEEP_BUFFER_BELOW) {
        out = new ByteArrayOutputStream(1024);
      }
      out.reset();
      return out;
    }
  }
}
