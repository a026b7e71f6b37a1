package io.sluice.replay;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many letters may go back in how long a time.
 *
 * @param letters at least 1
 */
public record Rate(int letters, Duration per) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(?:/(s|m|h))?");

  public Rate {
    if (letters < 1 || per.isNegative() || per.isZero()) {
      throw new IllegalArgumentException("a rate must be at least one letter in some time");
    }
  }

  /**
   * Reads {@code 100/s}, {@code 30/m}, {@code 500/h}, or a bare number a second.
   *
   * @throws IllegalArgumentException when it is none of these
   */
  public static Rate parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a rate; write e.g. 100/s, 30/m or 500/h");
    }
    String unit = matcher.group(2) == null ? "s" : matcher.group(2);
    Duration per =
        switch (unit) {
          case "m" -> Duration.ofMinutes(1);
          case "h" -> Duration.ofHours(1);
          default -> Duration.ofSeconds(1);
        };
    return new Rate(Integer.parseInt(matcher.group(1)), per);
  }

  /** How many letters one second allows, at least 1. */
  int perSecond() {
    long nanos = per.toNanos();
    return (int) Math.max(1, letters * 1_000_000_000.0 / nanos);
  }

  /** The time from one letter to the next. */
  Duration interval() {
    return Duration.ofNanos(Math.max(1, per.toNanos() / letters));
  }
}
