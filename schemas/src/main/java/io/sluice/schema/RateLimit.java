package io.sluice.schema;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many in a time, in Celery's notation: {@code 100/s}, {@code 600/m}, {@code 20/h}. Immutable.
 *
 * @param events how many; at least 1
 * @param per in which time
 */
public record RateLimit(int events, Duration per) {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})/(s|m|h)");

  /** Refuses what would let nothing pass, or everything. */
  public RateLimit {
    if (events < 1) {
      throw new IllegalArgumentException("a rate must let 1 or more pass, found " + events);
    }
    if (per.isZero() || per.isNegative()) {
      throw new IllegalArgumentException("a rate must be in a time above 0, found " + per);
    }
  }

  /**
   * The rate in a text.
   *
   * @throws IllegalArgumentException with what is wrong and what to write
   */
  public static RateLimit parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) < 1) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no rate; write a whole number above 0 and s, m or h: 100/s, 600/m");
    }
    return new RateLimit(
        Integer.parseInt(matcher.group(1)),
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(1);
          case "m" -> Duration.ofMinutes(1);
          default -> Duration.ofHours(1);
        });
  }

  /** As it is written: {@code 100/s}. */
  @Override
  public String toString() {
    String unit =
        switch ((int) per.toSeconds()) {
          case 1 -> "s";
          case 60 -> "m";
          case 3_600 -> "h";
          default -> Durations.format(per);
        };
    return events + "/" + unit;
  }
}
