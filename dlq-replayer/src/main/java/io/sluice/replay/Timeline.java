package io.sluice.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How many there were in each stretch of time, where nobody knows beforehand how long it all took:
 * stretches are a minute at first and grow as times come in that lie further apart, so that there
 * are never more than 64. Not thread-safe.
 */
public final class Timeline {
  static final int MOST_BUCKETS = 64;

  /**
   * Each is a whole number of the one before; all begin where they do in UTC. Two of the last hold
   * any time of ms since the epoch.
   */
  private static final List<Duration> WIDTHS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(6),
          Duration.ofDays(1),
          Duration.ofDays(7),
          Duration.ofDays(28),
          Duration.ofDays(364),
          Duration.ofDays(3_640),
          Duration.ofDays(36_400),
          Duration.ofDays(364_000_000_000L));

  private int width;
  private NavigableMap<Long, Long> buckets = new TreeMap<>();

  /**
   * A stretch of time.
   *
   * @param start its first moment
   * @param count how many there were from then to the next row
   */
  public record Row(Instant start, long count) {}

  /**
   * All rows of a chart, each as long as the others; without a gap.
   *
   * @param width of a row
   */
  public record Chart(Duration width, List<Row> rows) {}

  void add(Instant time) {
    buckets.merge(
        Math.floorDiv(time.getEpochSecond(), WIDTHS.get(width).toSeconds()), 1L, Long::sum);
    while (span(buckets) > MOST_BUCKETS) {
      buckets = widened(buckets, width, ++width);
    }
  }

  /**
   * As many rows as fit, with the shortest width that does.
   *
   * @param mostRows at least 2
   */
  public Chart chart(int mostRows) {
    NavigableMap<Long, Long> shown = buckets;
    int shownWidth = width;
    while (span(shown) > mostRows) {
      shown = widened(shown, shownWidth, ++shownWidth);
    }
    Duration length = WIDTHS.get(shownWidth);
    List<Row> rows = new ArrayList<>();
    if (!shown.isEmpty()) {
      for (long at = shown.firstKey(); at <= shown.lastKey(); at++) {
        rows.add(
            new Row(Instant.ofEpochSecond(at * length.toSeconds()), shown.getOrDefault(at, 0L)));
      }
    }
    return new Chart(length, rows);
  }

  private static long span(NavigableMap<Long, Long> buckets) {
    return buckets.isEmpty() ? 0 : buckets.lastKey() - buckets.firstKey() + 1;
  }

  private static NavigableMap<Long, Long> widened(
      NavigableMap<Long, Long> narrow, int from, int to) {
    long times = WIDTHS.get(to).toSeconds() / WIDTHS.get(from).toSeconds();
    NavigableMap<Long, Long> wide = new TreeMap<>();
    narrow.forEach((at, count) -> wide.merge(Math.floorDiv(at, times), count, Long::sum));
    return wide;
  }
}
