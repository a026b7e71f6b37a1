package io.sluice.cli;

import io.sluice.replay.archive.ArchiveFile;
import io.sluice.replay.archive.ArchiveFormat;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which file of letters is to be written, and how: a mixin. */
final class ArchiveOptions {
  private static final String STANDARD_OUTPUT = "-";

  @Option(
      names = "--file",
      paramLabel = "FILE",
      required = true,
      description =
          "The file to write: FILE.avro, FILE.jsonl or FILE.jsonl.gz; - prints JSON Lines.")
  String file;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "avro, jsonl or jsonl.gz, where the file's ending does not tell.")
  @Nullable String format;

  @Option(names = "--force", description = "Replace a file that is there.")
  boolean force;

  boolean isStandardOutput() {
    return file.equals(STANDARD_OUTPUT);
  }

  /**
   * What the name, or {@code --format}, says.
   *
   * @throws UserErrorException when neither does, exit code 2
   */
  ArchiveFormat chosen() {
    ArchiveFormat told = told();
    if (isStandardOutput()) {
      if (told != null && told != ArchiveFormat.JSONL) {
        throw new UserErrorException(
            "--file - prints JSON Lines only; name a file for " + told, ExitCodes.WRONG_USAGE);
      }
      return ArchiveFormat.JSONL;
    }
    if (told != null) {
      return told;
    }
    return ArchiveFormat.ofFileName(file)
        .orElseThrow(
            () ->
                new UserErrorException(
                    "--file "
                        + file
                        + ": its ending is none of .avro, .jsonl, .jsonl.gz; say with --format"
                        + " which of them it is to be.",
                    ExitCodes.WRONG_USAGE));
  }

  /**
   * Begins the file.
   *
   * @throws io.sluice.replay.archive.ArchiveException when it cannot be written
   */
  ArchiveFile create(ArchiveFormat chosen, RegistryNote note) {
    return ArchiveFile.create(Path.of(file), chosen, force, note);
  }

  private @Nullable ArchiveFormat told() {
    try {
      return format == null ? null : ArchiveFormat.parse(format);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException("--format: " + e.getMessage(), ExitCodes.WRONG_USAGE);
    }
  }
}
