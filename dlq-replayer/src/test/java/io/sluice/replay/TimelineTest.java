package io.sluice.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.replay.Timeline.Chart;
import io.sluice.replay.Timeline.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class TimelineTest {
  private static final Instant SIX = Instant.parse("2026-11-25T18:00:00Z");

  private final Timeline timeline = new Timeline();

  @Test
  void aFewSeconds_areShownSecondBySecond_gapsToo() {
    timeline.add(SIX.plusMillis(200));
    timeline.add(SIX.plusMillis(900));
    timeline.add(SIX.plusMillis(2_100));

    assertThat(timeline.chart(24))
        .isEqualTo(
            new Chart(
                Duration.ofSeconds(1),
                List.of(
                    new Row(SIX, 2),
                    new Row(SIX.plusSeconds(1), 0),
                    new Row(SIX.plusSeconds(2), 1))));
  }

  @Test
  void threeHours_takeTenMinutesARow_thatBeginOnTheHour() {
    for (int minute = 7; minute < 180; minute++) {
      timeline.add(SIX.plusSeconds(60L * minute));
    }

    Chart chart = timeline.chart(24);
    assertThat(chart.width()).isEqualTo(Duration.ofMinutes(10));
    assertThat(chart.rows().get(0)).isEqualTo(new Row(SIX, 3));
    assertThat(chart.rows()).hasSize(18);
  }

  @Property(tries = 300)
  void anyTimes_areAllCountedInFewRowsOfEqualWidth(
      @ForAll @Size(min = 1, max = 200)
          List<@LongRange(min = Long.MIN_VALUE, max = Long.MAX_VALUE) Long> times,
      @ForAll @IntRange(min = 2, max = 30) int mostRows) {
    Timeline any = new Timeline();
    times.forEach(ms -> any.add(Instant.ofEpochMilli(ms)));

    Chart chart = any.chart(mostRows);
    assertThat(chart.rows()).hasSizeBetween(1, mostRows);
    assertThat(chart.rows().stream().mapToLong(Row::count).sum()).isEqualTo(times.size());
    long first = times.stream().mapToLong(Long::longValue).min().orElseThrow();
    Instant start = chart.rows().get(0).start();
    assertThat(Instant.ofEpochMilli(first)).isBetween(start, start.plus(chart.width()));
  }
}
