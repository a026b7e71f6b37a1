package io.sluice.cli;

import io.sluice.replay.ReplayFilter;
import io.sluice.schema.Durations;
import io.sluice.schema.TypePattern;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters: a mixin of the commands that choose among them. */
final class LetterChoice {
  @Option(
      names = "--type",
      paramLabel = "PATTERN",
      description =
          "Only events of this type; * is one word, # any number of them. May be repeated: one"
              + " match is enough.")
  List<String> types = new ArrayList<>();

  @Option(
      names = "--error",
      paramLabel = "CLASS",
      description =
          "Only letters whose last exception is of this class, with or without its package. May be"
              + " repeated.")
  List<String> errors = new ArrayList<>();

  @Option(
      names = "--id",
      paramLabel = "ID",
      description =
          "Only the letter of this event, or at this place (topic/partition/offset). May be"
              + " repeated.")
  List<String> ids = new ArrayList<>();

  @Option(
      names = "--reason-is",
      paramLabel = "WORD",
      description =
          "Only letters that died of this: undecodable, unhandled, attempts_exhausted, timeout,"
              + " dead_letter_on, not_retryable. May be repeated.")
  List<String> reasons = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "Only letters given up at or after this time: 2026-11-24T18:00:00Z, or how long ago, 2h.")
  @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Only letters given up before this time, written in the same way.")
  @Nullable String to;

  /**
   * @throws UserErrorException naming the option that is wrong, exit code 2
   */
  ReplayFilter filter(Clock clock) {
    return new ReplayFilter(
        types.stream().map(LetterChoice::pattern).toList(),
        errors,
        ids,
        reasons,
        time("--from", from, clock),
        time("--to", to, clock));
  }

  private static TypePattern pattern(String text) {
    try {
      return TypePattern.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException("--type: " + e.getMessage(), ExitCodes.WRONG_USAGE);
    }
  }

  private static @Nullable Instant time(String option, @Nullable String text, Clock clock) {
    if (text == null) {
      return null;
    }
    try {
      return text.contains("T")
          ? EventFields.instantOf(text)
          : clock.instant().minus(Durations.parse(text));
    } catch (IllegalArgumentException e) {
      throw new UserErrorException(
          option
              + ": \""
              + text
              + "\" is neither "
              + EventFields.INSTANT
              + " nor "
              + EventFields.DURATION
              + " (so long ago)",
          ExitCodes.WRONG_USAGE);
    }
  }
}
