package io.sluice.replay.filter;

import io.sluice.schema.Durations;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values that begin with a digit: numbers, durations, sizes, times. */
final class LiteralReader {
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d{1,5})?");
  private static final Pattern DURATION = Pattern.compile("\\d+(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("(\\d+)([kmg]?b|[kmg]ib)");
  private static final Pattern DATE = Pattern.compile("[+-]?\\d{4,10}-\\d{2}-\\d{2}");
  private static final Pattern TIME = Pattern.compile("[+-]?\\d{4,10}-\\d{2}-\\d{2}[Tt].*");

  private static final int LONGEST = 600;
  private static final int MOST_DIGITS = 500;
  private static final int LARGEST_EXPONENT = 10_000;

  private LiteralReader() {}

  /**
   * @throws IllegalArgumentException when it is none of these
   */
  static Literal read(String text) {
    if (NUMBER.matcher(text).matches()) {
      return new Literal.Decimal(number(text));
    }
    if (DURATION.matcher(text).matches()) {
      return new Literal.Span(Durations.parse(text));
    }
    if (DATE.matcher(text).matches() || TIME.matcher(text).matches()) {
      return new Literal.Time(time(text));
    }
    Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (size.matches()) {
      return new Literal.Size(bytes(size.group(1), size.group(2)));
    }
    throw new IllegalArgumentException(
        "\""
            + text
            + "\" is no number, duration (2h), size (10MB) or time (2026-11-24T18:00:00Z)"
            + "; put a text in quotes");
  }

  /**
   * A point in time with its zone, or a date, which begins at midnight UTC.
   *
   * @throws IllegalArgumentException when it is neither
   */
  static Instant time(String text) {
    try {
      if (DATE.matcher(text).matches()) {
        return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      return text.endsWith("Z") ? Instant.parse(text) : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is no time; write it with its zone, as 2026-11-24T18:00:00Z or"
              + " 2026-11-24T18:00:00+01:00",
          e);
    }
  }

  /** Within bounds that its plain form keeps to as well. */
  private static BigDecimal number(String text) {
    BigDecimal number = text.length() > LONGEST ? null : new BigDecimal(text);
    if (number == null
        || number.precision() > MOST_DIGITS
        || Math.abs(number.precision() - number.scale()) > LARGEST_EXPONENT) {
      throw new IllegalArgumentException("no letter has such a number: " + text);
    }
    return number;
  }

  private static long bytes(String number, String unit) {
    try {
      return Literal.Size.UNITS.stream()
          .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(unit))
          .mapToLong(known -> Math.multiplyExact(Long.parseLong(number), known.bytes()))
          .findFirst()
          .orElseThrow();
    } catch (ArithmeticException | NumberFormatException tooLarge) {
      throw new IllegalArgumentException(number + unit + " is too large a size", tooLarge);
    }
  }
}
