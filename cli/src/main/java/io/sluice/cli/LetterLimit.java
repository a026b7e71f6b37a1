package io.sluice.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many letters at most: a mixin of the commands that deal with them. */
final class LetterLimit {
  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "At most so many letters.")
  @Nullable Long limit;

  /**
   * @return null: all
   * @throws UserErrorException when it is less than 1, exit code 2
   */
  @Nullable Long most() {
    if (limit != null && limit < 1) {
      throw new UserErrorException("--limit must be at least 1", ExitCodes.WRONG_USAGE);
    }
    return limit;
  }
}
