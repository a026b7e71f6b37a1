package io.sluice.cli;

import io.sluice.replay.Cause;
import io.sluice.replay.LetterStats;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.replay.letter.Fingerprint;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What letters died of, as a table: under each cause its message. */
final class StatsText {
  private static final int MOST_OF_A_CELL = 48;
  private static final int ID_WIDTH = 13;
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final LetterStats stats;
  private final boolean withHandled;
  private final int width;

  /**
   * @param withHandled tell how many still wait
   * @param width of the terminal in characters
   */
  StatsText(LetterStats stats, boolean withHandled, int width) {
    this.stats = stats;
    this.withHandled = withHandled;
    this.width = width;
  }

  /** Prints so many causes, and how many more there are. */
  void print(PrintWriter out, int most) {
    List<Cause> causes = stats.causes();
    List<Cause> shown = causes.stream().limit(most).toList();
    out.println(
        count(stats.letters(), "dead letter")
            + ", "
            + count(causes.size(), "cause")
            + "; times are UTC");
    out.println();
    List<String> lines = lines(shown);
    out.println(lines.get(0));
    for (int i = 0; i < shown.size(); i++) {
      out.println(lines.get(i + 1));
      String message = shown.get(i).fingerprint().message();
      if (!message.isBlank()) {
        out.println(
            " ".repeat(ID_WIDTH) + PlainText.cut(PlainText.line(message), width - ID_WIDTH));
      }
    }
    if (causes.size() > shown.size()) {
      out.println(
          "and " + count(causes.size() - shown.size(), "more cause") + "; --top N shows more");
    }
    if (stats.others() > 0) {
      out.println(
          "and "
              + count(stats.others(), "letter")
              + " of still other causes, which are too many to tell apart; choose with --type,"
              + " --error or --from");
    }
    out.flush();
  }

  /** What to do now, by the example of the cause with the most letters that wait. */
  static void printNext(LetterStats stats, PrintWriter out) {
    stats.causes().stream()
        .filter(cause -> cause.waiting() > 0)
        .findFirst()
        .ifPresent(
            cause -> {
              String which =
                  topicOption(cause.example().topic())
                      + " --fingerprint "
                      + cause.fingerprint().id();
              out.println();
              out.println("next: sluice dlq list " + which);
              out.println("      sluice dlq replay " + which + " --dry-run");
              out.flush();
            });
  }

  private List<String> lines(List<Cause> causes) {
    boolean withTopic = causes.stream().map(c -> c.example().topic()).distinct().count() > 1;
    // Mostly a handler is registered under the very type.
    boolean withHandler =
        causes.stream()
            .map(Cause::fingerprint)
            .anyMatch(print -> print.handler() != null && !print.handler().equals(print.type()));
    List<String> headings = new ArrayList<>(List.of("FINGERPRINT", "LETTERS"));
    if (withHandled) {
      headings.add("WAITING");
    }
    headings.addAll(List.of("SHARE", "FIRST", "LAST"));
    if (withTopic) {
      headings.add("TOPIC");
    }
    headings.add("TYPE");
    if (withHandler) {
      headings.add("HANDLER");
    }
    headings.addAll(List.of("ERROR", "AT", "EXAMPLE"));
    TextTable table = new TextTable(headings.toArray(String[]::new));
    for (Cause cause : causes) {
      table.row(headings.stream().map(heading -> cell(heading, cause)).toArray());
    }
    StringWriter text = new StringWriter();
    table.print(new PrintWriter(text));
    return text.toString().lines().toList();
  }

  private String cell(String heading, Cause cause) {
    Fingerprint fingerprint = cause.fingerprint();
    return switch (heading) {
      case "FINGERPRINT" -> fingerprint.id();
      case "LETTERS" -> String.format(Locale.ROOT, "%,7d", cause.letters());
      case "WAITING" -> String.format(Locale.ROOT, "%,7d", cause.waiting());
      case "SHARE" -> String.format(Locale.ROOT, "%5.1f%%", 100 * stats.share(cause));
      case "FIRST" -> minute(cause.first());
      case "LAST" -> minute(cause.last());
      // Uncut, to be handed to the next command.
      case "TOPIC" -> PlainText.line(cause.example().topic());
      case "TYPE" -> cell(fingerprint.type());
      case "HANDLER" -> cell(fingerprint.handler());
      case "ERROR" -> cell(PlainText.simpleName(fingerprint.errorClass()));
      case "AT" -> cell(fingerprint.frameLabel());
      case "EXAMPLE" -> PlainText.line(cause.exampleId());
      default -> throw new IllegalArgumentException(heading);
    };
  }

  private static String cell(@Nullable String text) {
    return PlainText.cut(PlainText.line(text), MOST_OF_A_CELL);
  }

  private static String minute(Instant time) {
    return time.toEpochMilli() <= 0 ? "-" : MINUTE.format(time);
  }

  private static String topicOption(String topic) {
    return topic.endsWith(".dlq")
        ? "--pipeline " + new DeadLetterTopic(topic).pipeline().orElseThrow()
        : "--topic " + topic;
  }

  private static String count(long number, String what) {
    return number(number) + " " + what + (number == 1 ? "" : "s");
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
