package io.sluice.replay.archive;

import io.sluice.replay.letter.OpenLetter;
import io.sluice.schema.EventIds;
import io.sluice.schema.RegistryUnavailableException;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/**
 * A file of letters in the making. They go into a neighbour of it, {@code NAME.….part}, which takes
 * its name only when it is whole: an export that is broken off leaves no file that looks like one.
 * Not thread-safe.
 */
public final class ArchiveFile implements ArchiveWriter {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path target;
  private final Path part;
  private final boolean replace;
  private final FileOutputStream file;
  private final ArchiveWriter writer;
  private boolean closed;

  private ArchiveFile(Path target, Path part, boolean replace, Target to) throws IOException {
    this.target = target;
    this.part = part;
    this.replace = replace;
    this.file = new FileOutputStream(part.toFile());
    // For Ctrl-C, after which nobody closes this.
    part.toFile().deleteOnExit();
    this.writer = to.writer(new BufferedOutputStream(file, BUFFER_BYTES));
  }

  @FunctionalInterface
  private interface Target {
    ArchiveWriter writer(OutputStream out) throws IOException;
  }

  /**
   * Begins a file.
   *
   * @param replace whether a file of that name may be replaced, once this one is whole
   * @param withoutContent told, at most once, when the registry gives no answer and what people can
   *     read is left out from then on; JSON only
   * @throws ArchiveException when there is one and it may not, or none can be made there
   */
  public static ArchiveFile create(
      Path target,
      ArchiveFormat format,
      boolean replace,
      Consumer<RegistryUnavailableException> withoutContent) {
    if (Files.isDirectory(target)) {
      throw new ArchiveException(target + " is a folder: name a file in it.");
    }
    if (!replace && Files.exists(target)) {
      throw taken(target);
    }
    Path absolute = target.toAbsolutePath();
    Path part = absolute.resolveSibling(absolute.getFileName() + "." + EventIds.next() + ".part");
    try {
      return new ArchiveFile(absolute, part, replace, out -> writer(out, format, withoutContent));
    } catch (IOException e) {
      throw new ArchiveException("Cannot write " + target + ": " + whyNot(absolute, e), e);
    }
  }

  @Override
  public void write(OpenLetter letter) throws IOException {
    writer.write(letter);
  }

  @Override
  public void flush() throws IOException {
    writer.flush();
  }

  /**
   * Gives the file its name. To be called once, after the last letter.
   *
   * @throws ArchiveException when that fails; nothing is left then
   */
  public void complete() {
    try {
      writer.close();
      closed = true;
      sync(part);
      Files.move(part, target, options());
    } catch (FileAlreadyExistsException e) {
      throw taken(target);
    } catch (IOException e) {
      throw new ArchiveException("Cannot write " + target + ": " + whyNot(target, e), e);
    }
  }

  /** Takes away what is not complete. */
  @Override
  public void close() throws IOException {
    try {
      if (!closed) {
        closed = true;
        // The writer would finish its file first, for which there may be no room.
        file.close();
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private CopyOption[] options() {
    return replace ? new CopyOption[] {StandardCopyOption.REPLACE_EXISTING} : new CopyOption[0];
  }

  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static ArchiveWriter writer(
      OutputStream out, ArchiveFormat format, Consumer<RegistryUnavailableException> told)
      throws IOException {
    return switch (format) {
      case AVRO -> new AvroArchiveWriter(out);
      case JSONL -> json(out, told);
      case JSONL_GZ -> json(new GZIPOutputStream(out, BUFFER_BYTES), told);
    };
  }

  private static ArchiveWriter json(OutputStream out, Consumer<RegistryUnavailableException> told)
      throws IOException {
    return new JsonArchiveWriter(
        new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)),
        JsonLimits.factory(),
        told);
  }

  private static ArchiveException taken(Path target) {
    return new ArchiveException(
        target + " is there already: name another file, or replace it with --force.");
  }

  private static String whyNot(Path absolute, IOException e) {
    Path folder = absolute.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      return "there is no folder " + folder + ".";
    }
    return e instanceof AccessDeniedException || e instanceof NoSuchFileException
        ? "not permitted."
        : String.valueOf(e.getMessage());
  }
}
