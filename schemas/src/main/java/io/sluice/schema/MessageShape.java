package io.sluice.schema;

import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message without what differs from one event to the next: {@code user <n>: <email> refused}.
 *
 * <p>Hexadecimal and decimal numbers are both {@code <n>}, for an id in hexadecimal has by chance
 * no letter in it now and then. Quoted text is {@code <text>}, for it may be anything.
 */
final class MessageShape {
  private static final int MOST_READ = 2_048;
  private static final int MOST_KEPT = 160;

  /** In their order; a later rule sees what the earlier ones have left. */
  private static final List<Rule> RULES =
      List.of(
          new Rule("[a-zA-Z][a-zA-Z0-9+.-]*+://[^\\s\"'<>)\\],;]++", MessageShape::url),
          rule("(?<!\\w)\"[^\"]{0,500}+\"(?!\\w)", "<text>"),
          rule("(?<!\\w)'[^']{0,500}+'(?!\\w)", "<text>"),
          rule("(?<!\\w)`[^`]{0,500}+`(?!\\w)", "<text>"),
          rule("(?:“[^”]{0,500}+”|«[^»]{0,500}+»)", "<text>"),
          rule("[\\w.+%-]++@[\\w-]+(?:\\.[\\w-]++)++", "<email>"),
          rule("(?i)\\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\\b", "<uuid>"),
          rule("(?i)\\b[0-7][0-9a-hjkmnp-tv-z]{25}\\b", "<ulid>"),
          rule(
              "\\b\\d{4}-\\d\\d-\\d\\d(?:[T ]\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d++)?)?"
                  + "(?: ?(?:Z|UTC)\\b|[+-]\\d\\d:?\\d\\d)?(?:\\[[\\w/]++\\])?)?+(?!\\d)",
              "<time>"),
          rule(
              "\\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? (?:[A-Z][a-z]{2} \\d{1,2}|\\d{1,2} [A-Z][a-z]{2}"
                  + " \\d{4}) \\d\\d:\\d\\d:\\d\\d \\w++(?: \\d{4})?",
              "<time>"),
          rule("(?<![\\w:])\\d{1,2}:\\d\\d:\\d\\d(?:[.,]\\d++)?(?![\\w:])", "<time>"),
          rule(
              "(?<![\\w:.])\\[?(?=[0-9a-fA-F:]*+(?<=::[0-9a-fA-F:]{0,39})"
                  + "|(?:[0-9a-fA-F]{1,4}:){7})[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}+"
                  + "(?:%\\w++)?(?:\\](?::\\d{1,5})?)?(?![\\w:])",
              "<ip>"),
          rule("(?<![\\w.])\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d{1,5})?(?![\\w.]\\d)", "<ip>"),
          rule(
              "(?<![\\w.-])(?:[a-zA-Z0-9_][\\w-]*+\\.)++"
                  + "(?!(?:java|kt|scala|groovy|sql|py|js|ts|xml|json|ya?ml):)[a-zA-Z][\\w-]*+:\\d{1,5}\\b",
              "<host>"),
          rule("\\b0[xX][0-9a-fA-F]++\\b", "<n>"),
          rule("(?<=@)[0-9a-f]{1,8}\\b", "<n>"),
          rule("(?i)\\b(?=[a-f]*+\\d)[0-9a-f]{8,}+\\b|\\b[0-9a-f]{16,}+\\b", "<n>"),
          rule(
              "\\b(?:[A-Za-z]++\\d++|\\d++[A-Za-z]++\\d++)[A-Za-z]++\\d[A-Za-z0-9]*+\\b"
                  + "|\\b\\d++[A-Za-z]++\\d++[A-Za-z][A-Za-z0-9]*+\\b",
              "<id>"),
          rule(
              "(?<![\\w>])[-+]?\\d++(?:[.,_]\\d++)*+(?:[eE][-+]?\\d++)?+|\\d++(?:[.,]\\d++)*+",
              "<n>"),
          rule("\\s++", " "));

  private MessageShape() {}

  /** The shape of a message, at most 160 characters. */
  static String of(String message) {
    String shape = message.length() <= MOST_READ ? message : message.substring(0, MOST_READ);
    for (Rule rule : RULES) {
      shape = rule.apply(shape);
    }
    shape = shape.strip();
    return shape.length() <= MOST_KEPT ? shape : shape.substring(0, MOST_KEPT - 1) + "…";
  }

  /** Scheme and path stay, with the numbers out; hosts, credentials and queries do not. */
  private static String url(MatchResult found) {
    String url = found.group();
    int host = url.indexOf("://") + 3;
    int query = indexOfAny(url, "?#", host);
    int path = indexOfAny(url, "/", host);
    return url.substring(0, host)
        + "<host>"
        + (path < query ? url.substring(path, query) : "")
        + (query < url.length() ? "?<query>" : "");
  }

  private static int indexOfAny(String text, String wanted, int from) {
    for (int i = from; i < text.length(); i++) {
      if (wanted.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return text.length();
  }

  private static Rule rule(String pattern, String placeholder) {
    return new Rule(pattern, found -> placeholder);
  }

  private record Rule(Pattern pattern, Function<MatchResult, String> replacement) {
    Rule(String pattern, Function<MatchResult, String> replacement) {
      this(Pattern.compile(pattern), replacement);
    }

    String apply(String text) {
      return pattern
          .matcher(text)
          .replaceAll(found -> Matcher.quoteReplacement(replacement.apply(found)));
    }
  }
}
