package io.sluice.schema;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them in configuration: {@code 200ms, 1s, 5m, 24h, 7d}. */
public final class Durations {

  private static final Pattern FORM = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");

  private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

  private Durations() {}

  /**
   * A whole number and one unit, e.g. {@code 5m}.
   *
   * @throws IllegalArgumentException when it is not a whole number and one unit of ms, s, m, h, d
   */
  public static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is not a duration; write a whole number and a unit (ms, s, m, h, d),"
              + " e.g. 200ms, 1s, 5m, 24h, 7d");
    }
    try {
      Duration duration =
          Duration.ofMillis(
              Math.multiplyExact(Long.parseLong(matcher.group(1)), millis(matcher.group(2))));
      return duration;
    } catch (ArithmeticException | NumberFormatException tooLarge) {
      throw new IllegalArgumentException("\"" + text + "\" is too long a duration", tooLarge);
    }
  }

  /**
   * In the largest unit that divides it; what is finer than a millisecond is cut off, and of what
   * is longer than {@link #parse} reads, what is finer than a day.
   */
  public static String format(Duration duration) {
    if (duration.compareTo(LONGEST) > 0) {
      return duration.toDays() + "d";
    }
    long ms = duration.toMillis();
    for (String unit : new String[] {"d", "h", "m", "s"}) {
      if (ms % millis(unit) == 0 && (ms != 0 || unit.equals("s"))) {
        return ms / millis(unit) + unit;
      }
    }
    return ms + "ms";
  }

  private static long millis(String unit) {
    return switch (unit) {
      case "d" -> 86_400_000L;
      case "h" -> 3_600_000L;
      case "m" -> 60_000L;
      case "s" -> 1_000L;
      default -> 1L;
    };
  }
}
