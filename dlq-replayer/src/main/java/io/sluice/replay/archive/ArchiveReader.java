package io.sluice.replay.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.replay.letter.DeadLetter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The letters in a file that an export has written, one after another: each as it was read from its
 * topic, every byte of key, value and headers. Which format it is, the file itself tells. Not
 * thread-safe.
 */
public final class ArchiveReader implements Iterator<DeadLetter>, AutoCloseable {
  private static final byte[] AVRO = {'O', 'b', 'j', 1};
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};

  private final Path file;
  private final LetterSource source;
  private long read;
  private @Nullable DeadLetter next;
  private boolean ended;

  private ArchiveReader(Path file, LetterSource source) {
    this.file = file;
    this.source = source;
  }

  /**
   * Opens a file; the caller closes the reader.
   *
   * @throws ArchiveException when there is none, or it is no file of letters
   */
  public static ArchiveReader open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ArchiveException("There is no file " + file + ".");
    }
    try {
      return new ArchiveReader(file, source(file));
    } catch (IOException | RuntimeException e) {
      throw new ArchiveException(file + " is no file of dead letters: " + reason(e), e);
    }
  }

  /**
   * @throws ArchiveException when what comes next is no letter: which file, where in it, why
   */
  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      next = read();
      ended = next == null;
    }
    return next != null;
  }

  @Override
  public DeadLetter next() {
    DeadLetter letter = hasNext() ? next : null;
    if (letter == null) {
      throw new NoSuchElementException("after the last letter of " + file);
    }
    next = null;
    read++;
    return letter;
  }

  @Override
  public void close() {
    try {
      source.close();
    } catch (IOException e) {
      throw new ArchiveException("Cannot close " + file + ": " + e.getMessage(), e);
    }
  }

  private @Nullable DeadLetter read() {
    try {
      return source.next();
      // Avro tells of bytes that are no record in whatever exception they lead to.
    } catch (IOException | RuntimeException e) {
      ended = true;
      throw new ArchiveException(file + source.where(read) + reason(e), e);
    }
  }

  private static LetterSource source(Path file) throws IOException {
    byte[] start = start(file);
    if (startsWith(start, AVRO)) {
      return new AvroLetterSource(file);
    }
    if (ArchiveFormat.ofFileName(file.toString()).orElse(null) == ArchiveFormat.AVRO) {
      throw new IllegalArgumentException("it does not begin as an Avro container file does");
    }
    InputStream bytes = Files.newInputStream(file);
    try {
      return new JsonLetterSource(startsWith(start, GZIP) ? new GZIPInputStream(bytes) : bytes);
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
  }

  private static byte[] start(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      return bytes.readNBytes(AVRO.length);
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] with) {
    return bytes.length >= with.length
        && Arrays.equals(bytes, 0, with.length, with, 0, with.length);
  }

  private static String reason(Exception e) {
    Throwable cause = e.getCause();
    Throwable told = e.getMessage() == null && cause != null ? cause : e;
    String message =
        told instanceof JsonProcessingException json
            ? json.getOriginalMessage()
            : told.getMessage();
    return message == null ? told.getClass().getSimpleName() : message;
  }
}
