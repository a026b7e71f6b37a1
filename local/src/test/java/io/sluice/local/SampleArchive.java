package io.sluice.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Writes the tar archives that tests need. */
final class SampleArchive {
  private static final int BLOCK = 512;

  private ByteArrayOutputStream tar = new ByteArrayOutputStream();

  void entry(String name, char type, String content) throws IOException {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 124, String.format("%011o", content.length()));
    header[156] = (byte) type;
    tar.write(header);
    tar.write(content.getBytes(StandardCharsets.US_ASCII));
    tar.write(new byte[(BLOCK - content.length() % BLOCK) % BLOCK]);
  }

  void cutTo(int length) throws IOException {
    byte[] start = Arrays.copyOf(tar.toByteArray(), length);
    tar = new ByteArrayOutputStream();
    tar.write(start);
  }

  /** Writes what is there, and the two empty blocks that end an archive unless it was cut. */
  Path writeTo(Path file) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      tar.writeTo(out);
      if (tar.size() % BLOCK == 0) {
        out.write(new byte[2 * BLOCK]);
      }
    }
    return file;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
