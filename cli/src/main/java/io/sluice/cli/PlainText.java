package io.sluice.cli;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Text from records, made fit for a terminal: a letter must not be able to write escape codes. */
final class PlainText {
  private static final int LEAST_CUT = 2;

  private PlainText() {}

  /** On one line, control characters replaced; {@code -} for null and blank. */
  static String line(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return "-";
    }
    return lines(text).replace('\n', ' ').replace('\t', ' ').strip();
  }

  /** Line breaks and tabs stay, other control characters are replaced. */
  static String lines(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.replace("\r\n", "\n")
        .codePoints()
        .forEach(
            c -> {
              boolean fit = c == '\n' || c == '\t' || !Character.isISOControl(c);
              plain.appendCodePoint(fit ? c : '\uFFFD');
            });
    return plain.toString();
  }

  /** Not longer than so many characters, at least 2. */
  static String cut(String text, int most) {
    int length = Math.max(LEAST_CUT, most);
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }

  /** A class's name without its package and the class around it. */
  static String simpleName(String className) {
    int start = Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1;
    return start < className.length() ? className.substring(start) : className;
  }

  /** How long ago, in the largest whole unit: 12s, 5m, 3h, 9d. */
  static String age(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    if (age.toSeconds() < 1) {
      return "0s";
    }
    if (age.toMinutes() < 1) {
      return age.toSeconds() + "s";
    }
    if (age.toHours() < 1) {
      return age.toMinutes() + "m";
    }
    return age.toDays() < 1 ? age.toHours() + "h" : age.toDays() + "d";
  }
}
