package io.sluice.processor.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them in configuration: {@code 65536, 64KiB, 64MiB, 1GiB, 500kB, 2MB}. */
final class Sizes {
  private static final Map<String, Long> UNITS =
      Map.of(
          "", 1L,
          "kB", 1_000L,
          "MB", 1_000_000L,
          "GB", 1_000_000_000L,
          "KiB", 1L << 10,
          "MiB", 1L << 20,
          "GiB", 1L << 30);
  private static final Pattern FORM = Pattern.compile("(\\d+)\\s*(|[kMG]B|[KMG]iB)");

  private Sizes() {}

  /**
   * A whole number of bytes, or of one unit, e.g. {@code 64MiB}.
   *
   * @throws IllegalArgumentException when it is neither, or more than a long holds
   */
  static long parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is not a size; write a whole number of bytes, or one with a unit"
              + " (KiB, MiB, GiB, kB, MB, GB), e.g. 65536, 64KiB, 64MiB");
    }
    try {
      return Math.multiplyExact(
          Long.parseLong(matcher.group(1)), UNITS.getOrDefault(matcher.group(2), 1L));
    } catch (ArithmeticException | NumberFormatException tooLarge) {
      throw new IllegalArgumentException("\"" + text + "\" is too large a size", tooLarge);
    }
  }
}
