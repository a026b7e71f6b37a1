package io.sluice.cli;

import io.sluice.replay.filter.LetterFilter;
import io.sluice.replay.filter.StartOffsets;
import io.sluice.schema.Durations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** From when, or where, to when: in Sluice's words and in Kafka's. */
final class LetterRange {
  private static final String DURATION = "not " + EventFields.DURATION + ", or P1DT12H";

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

  @Option(
      names = "--to-datetime",
      paramLabel = "TIME",
      description =
          "Begin at this time, as kafka-consumer-groups understands it: 2026-11-24T18:00:00.000, UTC"
              + " unless it names a zone. For an end there is --to.")
  @Nullable String toDatetime;

  @Option(
      names = "--by-duration",
      paramLabel = "DURATION",
      description = "Begin so long ago: PnDTnHnMnS, as kafka-consumer-groups takes it, or 2h.")
  @Nullable String byDuration;

  @Option(
      names = "--from-file",
      paramLabel = "CSV",
      description =
          "Begin where this file says, for each partition a row topic,partition,offset, as"
              + " kafka-consumer-groups writes them with --export; partitions that it does not name"
              + " are left out.")
  @Nullable Path fromFile;

  /**
   * @throws UserErrorException naming the option that is wrong, exit code 2
   */
  LetterFilter narrow(LetterFilter filter, Clock clock) {
    if (Stream.of(from, toDatetime, byDuration).filter(Objects::nonNull).count() > 1) {
      throw wrong("--from, --to-datetime and --by-duration all say when to begin: give one.");
    }
    return filter
        .withFrom(begin(clock))
        .withTo(to == null ? null : time("--to", to, clock))
        .withStarts(fromFile == null ? null : starts(fromFile));
  }

  private @Nullable Instant begin(Clock clock) {
    if (from != null) {
      return time("--from", from, clock);
    }
    if (toDatetime != null) {
      return datetime(toDatetime);
    }
    return byDuration == null ? null : ago("--by-duration", byDuration, DURATION, clock);
  }

  private static Instant time(String option, String text, Clock clock) {
    String forms =
        "neither " + EventFields.INSTANT + " nor " + EventFields.DURATION + " (so long ago)";
    try {
      return text.contains("T") ? EventFields.instantOf(text) : ago(option, text, forms, clock);
    } catch (IllegalArgumentException e) {
      throw wrong(option + ": \"" + text + "\" is " + forms);
    }
  }

  private static Instant ago(String option, String text, String forms, Clock clock) {
    try {
      boolean isKafkas = text.startsWith("P") || text.startsWith("-P");
      return clock.instant().minus(isKafkas ? Duration.parse(text).abs() : Durations.parse(text));
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw wrong(option + ": \"" + text + "\" is " + forms);
    }
  }

  private static Instant datetime(String text) {
    try {
      return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException withZone) {
      try {
        return EventFields.instantOf(text);
      } catch (IllegalArgumentException e) {
        throw wrong(
            "--to-datetime: \"" + text + "\" is not a time such as 2026-11-24T18:00:00.000");
      }
    }
  }

  private static StartOffsets starts(Path file) {
    try {
      List<String> rows = Files.readAllLines(file, StandardCharsets.UTF_8);
      return StartOffsets.parse(rows);
    } catch (IOException e) {
      throw wrong("--from-file " + file + ": " + Failures.fileProblem(e));
    } catch (IllegalArgumentException e) {
      throw wrong("--from-file " + file + ", " + e.getMessage());
    }
  }

  private static UserErrorException wrong(String message) {
    return new UserErrorException(message, ExitCodes.WRONG_USAGE);
  }
}
