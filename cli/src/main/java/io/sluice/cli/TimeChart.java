package io.sluice.cli;

import io.sluice.replay.Timeline;
import io.sluice.replay.Timeline.Chart;
import io.sluice.replay.Timeline.Row;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** When letters died: a bar a stretch of time, the longest 40 characters long. */
final class TimeChart {
  static final int MOST_ROWS = 24;
  static final char BLOCK = '█';

  private static final char ASCII_BLOCK = '#';
  private static final int LONGEST = 40;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final Chart chart;
  private final char block;

  TimeChart(Timeline timeline, boolean blocks) {
    this.chart = timeline.chart(MOST_ROWS);
    this.block = blocks ? BLOCK : ASCII_BLOCK;
  }

  /** Prints nothing where no letter tells when it died. */
  void print(PrintWriter out) {
    if (chart.rows().isEmpty()) {
      return;
    }
    long most = chart.rows().stream().mapToLong(Row::count).max().orElse(1);
    DateTimeFormatter format =
        DateTimeFormatter.ofPattern(pattern(chart.width()), Locale.ROOT).withZone(ZoneOffset.UTC);
    out.println("when they died, " + words(chart.width()) + " a row");
    for (Row row : chart.rows()) {
      String bar = String.valueOf(block).repeat(length(row.count(), most));
      out.println(
          (format.format(row.start()) + "  " + bar + (bar.isEmpty() ? "" : " ") + count(row))
              .stripTrailing());
    }
    out.flush();
  }

  /** A single letter among thousands is still seen. */
  private static int length(long count, long most) {
    return count == 0 ? 0 : (int) Math.max(1, Math.round((double) count * LONGEST / most));
  }

  private static String count(Row row) {
    return row.count() == 0 ? "" : String.format(Locale.ROOT, "%,d", row.count());
  }

  private static String pattern(Duration width) {
    if (width.compareTo(MINUTE) < 0) {
      return "uuuu-MM-dd HH:mm:ss";
    }
    return width.compareTo(DAY) < 0 ? "uuuu-MM-dd HH:mm" : "uuuu-MM-dd";
  }

  private static String words(Duration width) {
    if (width.compareTo(MINUTE) < 0) {
      return words(width.toSeconds(), "second");
    }
    if (width.toHours() < 1) {
      return words(width.toMinutes(), "minute");
    }
    return width.compareTo(DAY) < 0 ? words(width.toHours(), "hour") : words(width.toDays(), "day");
  }

  private static String words(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }
}
