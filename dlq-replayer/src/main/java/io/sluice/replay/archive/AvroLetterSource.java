package io.sluice.replay.archive;

import io.sluice.replay.letter.DeadLetter;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** An Avro container file, of this or an earlier version of the schema. */
final class AvroLetterSource implements LetterSource {
  private static final int SYNC_BYTES = 16;

  private final Path file;
  private final DataFileReader<GenericRecord> in;
  private final long headerEnd;

  AvroLetterSource(Path file) throws IOException {
    this.file = file;
    this.in =
        new DataFileReader<>(
            file.toFile(), new GenericDatumReader<>(AvroLetters.SCHEMA, AvroLetters.SCHEMA));
    this.headerEnd = in.previousSync();
    Schema written = in.getSchema();
    if (!written.getFullName().equals(AvroLetters.SCHEMA.getFullName())) {
      in.close();
      throw new IllegalArgumentException(
          "it holds records of " + written.getFullName() + ", not dead letters");
    }
  }

  @Override
  public @Nullable DeadLetter next() throws IOException {
    if (in.hasNext()) {
      return AvroLetters.read(in.next());
    }
    requireWholeEnd();
    return null;
  }

  @Override
  public String where(long read) {
    return String.format(Locale.ROOT, ": broken after %,d letters: ", read);
  }

  /** Avro takes a block that is cut off for the end: but each ends in the file's marker. */
  private void requireWholeEnd() throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      if (!Arrays.equals(
          marker(bytes, headerEnd - SYNC_BYTES), marker(bytes, bytes.length() - SYNC_BYTES))) {
        throw new EOFException("the file is cut off");
      }
    }
  }

  private static byte[] marker(RandomAccessFile bytes, long at) throws IOException {
    byte[] marker = new byte[SYNC_BYTES];
    bytes.seek(at);
    bytes.readFully(marker);
    return marker;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
