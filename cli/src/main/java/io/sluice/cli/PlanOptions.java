package io.sluice.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether anything is moved: a mixin of the command that replays. */
final class PlanOptions {
  @Option(
      names = "--dry-run",
      description = "Tell what would become of each letter; write nothing.")
  boolean dryRun;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description =
          "Write what would be done to this file, and do nothing; `sluice dlq apply FILE` does it.")
  @Nullable Path file;

  @Option(
      names = "--overwrite",
      description = "Where --plan names a file that is there: replace it.")
  boolean overwrite;

  /** Whether the command only looks. */
  boolean looks() {
    return dryRun || file != null;
  }

  /**
   * @throws UserErrorException when a file would be lost, exit code 2
   */
  void check() {
    if (overwrite && file == null) {
      throw new UserErrorException("--overwrite is about --plan FILE", ExitCodes.WRONG_USAGE);
    }
    if (file != null && !overwrite && Files.exists(file)) {
      throw new UserErrorException(
          file + " is there already; name another file, or say --overwrite.",
          ExitCodes.WRONG_USAGE);
    }
  }
}
