package io.sluice.local;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks a gzipped tar archive of plain files and folders (POSIX.1-2001: ustar headers, long names
 * in pax headers). Java has no reader of its own, and a library for one archive would be a
 * dependency of everything that starts a local cluster.
 */
final class TarGz {
  private static final int BLOCK = 512;
  private static final int BUFFER = 1 << 16;

  private final DataInputStream in;
  private final Path target;

  private TarGz(DataInputStream in, Path target) {
    this.in = in;
    this.target = target;
  }

  static void unpack(Path archive, Path target) throws IOException {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(archive), BUFFER);
        DataInputStream in = new DataInputStream(new GZIPInputStream(file, BUFFER))) {
      new TarGz(in, target).entries();
    }
  }

  private void entries() throws IOException {
    byte[] header = new byte[BLOCK];
    String longName = null;
    for (in.readFully(header); header[0] != 0; in.readFully(header)) {
      long size = Long.parseLong(text(header, 124, 12), 8);
      String name = longName != null ? longName : name(header);
      longName = null;
      switch (header[156]) {
        case 'x' -> longName = paxPath(content(size));
        case 'g' -> content(size);
        case '5' -> Files.createDirectories(inside(name));
        case '0', 0 -> file(inside(name), size);
        default ->
            throw new IOException("cannot unpack " + name + " of type " + (char) header[156]);
      }
    }
  }

  private static String name(byte[] header) {
    String prefix = text(header, 345, 155);
    String name = text(header, 0, 100);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8).trim();
  }

  /** Records of the form {@code "<length> <key>=<value>\n"}; the length counts the whole record. */
  private static @Nullable String paxPath(byte[] records) {
    int at = 0;
    while (at < records.length) {
      String rest = new String(records, at, records.length - at, StandardCharsets.UTF_8);
      int space = rest.indexOf(' ');
      int length = Integer.parseInt(rest.substring(0, space));
      String record = new String(records, at, length - 1, StandardCharsets.UTF_8);
      if (record.startsWith("path=", space + 1)) {
        return record.substring(space + 1 + "path=".length());
      }
      at += length;
    }
    return null;
  }

  /** An archive must not write beside its target. */
  private Path inside(String name) throws IOException {
    Path path = target.resolve(name).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("the archive's entry " + name + " points out of it");
    }
    return path;
  }

  private byte[] content(long size) throws IOException {
    byte[] content = in.readNBytes(Math.toIntExact(size));
    skipPadding(size);
    return content;
  }

  private void file(Path path, long size) throws IOException {
    Files.createDirectories(path.resolveSibling("."));
    byte[] buffer = new byte[BUFFER];
    try (OutputStream out = Files.newOutputStream(path)) {
      for (long left = size; left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (read < 0) {
          throw new EOFException("the archive ends within " + path.getFileName());
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    }
    skipPadding(size);
  }

  private void skipPadding(long size) throws IOException {
    in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
  }
}
