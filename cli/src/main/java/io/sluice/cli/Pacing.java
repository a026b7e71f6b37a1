package io.sluice.cli;

import io.sluice.replay.Rate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How fast letters are moved: a mixin of the commands that move them. */
final class Pacing {
  @Option(
      names = "--rate",
      paramLabel = "N/s",
      description = "Not faster than this: 100/s, 30/m, 500/h; a bare number is a second's.")
  @Nullable String rate;

  /**
   * @return null: as fast as Kafka takes them
   * @throws UserErrorException when it is no rate, exit code 2
   */
  @Nullable Rate rate() {
    try {
      return rate == null ? null : Rate.parse(rate);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException("--rate: " + e.getMessage(), ExitCodes.WRONG_USAGE);
    }
  }
}
