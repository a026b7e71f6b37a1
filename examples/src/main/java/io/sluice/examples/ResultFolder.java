package io.sluice.examples;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A folder of results that are named by events. A result appears whole or not at all, and a repeat
 * replaces it, so that doing the work twice leaves what doing it once leaves. Thread-safe, also
 * among processes.
 */
final class ResultFolder {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final Path folder;

  ResultFolder(Path folder) {
    this.folder = folder;
  }

  /** What a result is made of. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Checks that a result may be named so.
   *
   * @throws InvalidRequestException when the name could leave the folder, or be no file's name
   */
  static String requireName(String field, String name) throws InvalidRequestException {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidRequestException(
          field,
          "expected 1 to 100 of A-Z a-z 0-9 . _ - beginning with a letter or digit, found \""
              + name
              + "\"");
    }
    return name;
  }

  /** Puts a result in place, and makes the folder if it is not there. */
  Path put(String fileName, Content content) throws IOException {
    Files.createDirectories(folder);
    Path result = folder.resolve(fileName);
    // Not Files.createTempFile: its files are readable by their owner alone.
    Path draft = folder.resolve("." + fileName + "." + UUID.randomUUID() + ".tmp");
    try {
      try (OutputStream out = Files.newOutputStream(draft, StandardOpenOption.CREATE_NEW)) {
        content.writeTo(out);
      }
      return Files.move(
          draft, result, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
