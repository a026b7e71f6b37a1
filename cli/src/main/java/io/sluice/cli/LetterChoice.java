package io.sluice.cli;

import io.sluice.processor.config.Nearest;
import io.sluice.processor.policy.Reason;
import io.sluice.replay.filter.FilterSyntaxException;
import io.sluice.replay.filter.LetterFilter;
import io.sluice.replay.filter.Where;
import io.sluice.schema.TypePattern;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which dead letters: a mixin of the commands that choose among them. */
final class LetterChoice {
  /** All reasons but those of what is dropped, and never a dead letter. */
  private static final List<String> DEADLY =
      EnumSet.complementOf(EnumSet.of(Reason.DUPLICATE, Reason.DISCARD_ON, Reason.BY_OPERATOR))
          .stream()
          .map(Reason::word)
          .toList();

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
          "Only letters that died of this: undecodable, unhandled, unroutable, attempts_exhausted,"
              + " timeout, dead_letter_on, not_retryable, result_too_large, no_workflows,"
              + " parked_full, behind_dead_letter. May be repeated.")
  List<String> reasons = new ArrayList<>();

  @Option(
      names = "--where",
      paramLabel = "FILTER",
      description = {
        "Only letters of which this is true: type = \"payment.*\" and error ~ \"Timeout\" and age"
            + " < 2h and attempts >= 5 and data.amount > 100 and header.region = \"eu\".",
        "Operators: = != < <= > >=, ~ !~ (a regular expression is found, or not), in (..), not in,"
            + " exists, missing; not, and, or, parentheses. Values: text in quotes, 5, 2h, 10MB,"
            + " 2026-11-24T18:00:00Z, true, false, null.",
        "Fields: id, type, key, pipeline, reason, fingerprint, error, error.class, error.message,"
            + " error.stacktrace, attempts, replays, age, dead_at, topic, partition, offset,"
            + " origin.topic, origin.partition, origin.offset, origin.timestamp, size, header.NAME;"
            + " and, looking into the letter: kind, source, correlation_id, timestamp, label.NAME,"
            + " data.PATH."
      })
  @Nullable String where;

  @Option(
      names = "--fingerprint",
      paramLabel = "ID",
      description =
          "Only letters of this fingerprint, or of those that begin so; at least 4 characters. May"
              + " be repeated.")
  List<String> fingerprints = new ArrayList<>();

  @Mixin LetterRange range = new LetterRange();

  /**
   * @throws UserErrorException naming the option that is wrong, exit code 2
   */
  LetterFilter filter(Clock clock) {
    LetterFilter filter =
        LetterFilter.all()
            .withTypes(types.stream().map(LetterChoice::pattern).toList())
            .withErrors(errors)
            .withIds(ids)
            .withReasons(reasons.stream().map(LetterChoice::reason).toList())
            .withWhere(where == null ? null : where(where, clock));
    return range.narrow(withFingerprints(filter), clock);
  }

  private LetterFilter withFingerprints(LetterFilter filter) {
    try {
      return filter.withFingerprints(fingerprints);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException("--fingerprint: " + e.getMessage(), ExitCodes.WRONG_USAGE);
    }
  }

  private static Where where(String text, Clock clock) {
    try {
      return Where.parse(text, clock.instant());
    } catch (FilterSyntaxException e) {
      throw new UserErrorException("--where: " + e.pointed(), ExitCodes.WRONG_USAGE);
    }
  }

  private static String reason(String word) {
    if (DEADLY.contains(word)) {
      return word;
    }
    throw new UserErrorException(
        "--reason-is: no event dies of "
            + PlainText.line(word)
            + Nearest.to(word, DEADLY).map(near -> "; did you mean " + near + "?").orElse("")
            + " (there are: "
            + String.join(", ", DEADLY)
            + ")",
        ExitCodes.WRONG_USAGE);
  }

  private static TypePattern pattern(String text) {
    try {
      return TypePattern.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException("--type: " + e.getMessage(), ExitCodes.WRONG_USAGE);
    }
  }
}
