package io.sluice.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MemoryTrendTest {
  private static final long MB = 1024 * 1024;

  @Test
  void flatHeap_isFine() {
    assertThat(trend(100, 101, 99, 400, 400, 400, 100, 102, 98).problems()).isEmpty();
  }

  @Test
  void growth_upToTheLimit_isFine_andBeyondIsNot() {
    assertThat(trend(100, 100, 120, 150).problems()).isEmpty();
    assertThat(trend(100, 100, 120, 151).problems())
        .containsExactly("the heap after a collection grew from 100 to 151 MB");
  }

  @Test
  void oneHighSample_doesNotMakeATrend() {
    assertThat(trend(50, 50, 50, 50, 50, 50, 50, 500, 50).problems()).isEmpty();
  }

  @Test
  void tooFewSamples_areAProblem_andHaveNoFigures() {
    assertThat(trend(1, 2).problems()).containsExactly("only 2 samples of the memory were taken");
    assertThat(trend(1, 2).figures()).isEmpty();
  }

  @Test
  void figures_areMediansOfTheThirds() {
    assertThat(trend(10, 20, 999, 999, 40, 50).figures())
        .containsEntry("heap_first_mb", 15.0)
        .containsEntry("heap_last_mb", 45.0)
        .containsEntry("heap_ratio", 3.0)
        .containsEntry("rss_first_mb", 30.0)
        .containsEntry("rss_last_mb", 90.0)
        .containsEntry("heap_used_max_mb", 1_000.0)
        .containsEntry("samples", 6.0);
  }

  @Test
  void rss_isReadFromWhatTheSystemTells() {
    assertThat(MemorySampling.rss(List.of("VmHWM:\t  99 kB", "VmRSS:\t  2048 kB", "Threads:\t7")))
        .isEqualTo(2 * MB);
    assertThat(MemorySampling.rss(List.of("Threads:\t7"))).isZero();
  }

  private static MemoryTrend trend(long... liveMb) {
    return new MemoryTrend(
        LongStream.of(liveMb)
            .mapToObj(mb -> new MemorySample(mb * MB, (mb + 1) * MB, 2 * mb * MB, 0))
            .toList());
  }
}
