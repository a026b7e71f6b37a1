package io.sluice.replay.archive;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How letters lie in a file. */
public enum ArchiveFormat {
  /** Avro container file, deflated: the smallest, and readable by every Avro tool. */
  AVRO("avro"),
  /** JSON Lines, one letter a line: bytes as base64, and what people can read beside them. */
  JSONL("jsonl"),
  /** The same, compressed with gzip. */
  JSONL_GZ("jsonl.gz");

  private final String label;

  ArchiveFormat(String label) {
    this.label = label;
  }

  /** The format that a file's name ends in; empty for any other ending. */
  public static Optional<ArchiveFormat> ofFileName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(format -> lower.endsWith("." + format.label)).findFirst();
  }

  /**
   * The format of that name.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  public static ArchiveFormat parse(String label) {
    return Arrays.stream(values())
        .filter(format -> format.label.equalsIgnoreCase(label.strip()))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("\"" + label + "\" is none of " + labels(", ")));
  }

  private static String labels(String between) {
    return Arrays.stream(values()).map(format -> format.label).collect(Collectors.joining(between));
  }

  @Override
  public String toString() {
    return label;
  }
}
