package io.sluice.replay.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression that cannot hang a listing: matched by RE2 in time linear in the text, over
 * the first {@value #MOST_TEXT} chars only, and of bounded size. Lookaround and back references,
 * which RE2 lacks, are refused. Thread-safe.
 */
final class TextPattern {
  static final int MOST_TEXT = 64 * 1024;
  private static final int LONGEST = 1_000;

  /** A step a char of text is what matching costs at worst. */
  private static final long MOST_STEPS = 5_000;

  private final Pattern pattern;

  private TextPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * @throws IllegalArgumentException when it is none, or too large; the message is for a person
   */
  static TextPattern compile(String regularExpression) {
    if (regularExpression.length() > LONGEST || steps(regularExpression) > MOST_STEPS) {
      throw new IllegalArgumentException(
          "this regular expression is too large: it may be "
              + LONGEST
              + " characters long, and with all {n} written out come to "
              + MOST_STEPS);
    }
    try {
      return new TextPattern(Pattern.compile(regularExpression));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "not a regular expression (RE2): " + e.getDescription() + ": " + e.getPattern(), e);
    }
  }

  /** True if it matches anywhere in the text. */
  boolean isIn(String text) {
    return pattern.matcher(text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT)).find();
  }

  /**
   * No fewer steps than the expression has when its counted repetitions are written out, which is
   * what RE2 does: {@code ((x{1000}){1000}){1000}} would take all memory. A repetition of one
   * character adds to the length, one of a group multiplies all.
   */
  private static long steps(String expression) {
    boolean literalParts = expression.contains("\\Q") || expression.contains("\\E");
    long steps = expression.length();
    long times = 1;
    for (int i = 1; i < expression.length(); i++) {
      if (expression.charAt(i) == '{') {
        long repeats = repeats(expression, i);
        if (literalParts || ")}*+?".indexOf(expression.charAt(i - 1)) >= 0) {
          times = Math.min(MOST_STEPS + 1, times * repeats);
        } else {
          steps += repeats;
        }
      }
    }
    return steps * times;
  }

  /** The largest number between the brace and the next one: what {n,m} repeats at most. */
  private static long repeats(String expression, int brace) {
    long most = 1;
    long number = 0;
    for (int i = brace + 1; i < expression.length() && expression.charAt(i) != '}'; i++) {
      int digit = Character.digit(expression.charAt(i), 10);
      number = digit < 0 ? 0 : Math.min(MOST_STEPS, number * 10 + digit);
      most = Math.max(most, number);
    }
    return most;
  }
}
