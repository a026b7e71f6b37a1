package io.sluice.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeenEventsTest {
  private final SeenEvents seen = new SeenEvents(1_000);

  @Test
  void everyEvent_countsOnce() {
    LongStream.range(0, 1_000).forEach(seen::add);
    seen.add(0);
    seen.add(63);
    seen.add(999);

    assertThat(seen.count()).isEqualTo(1_000);
    assertThat(seen.again()).isEqualTo(3);
  }

  @Test
  void manyThreads_loseNone() {
    LongStream.range(0, 1_000).parallel().forEach(seen::add);

    assertThat(seen.count()).isEqualTo(1_000);
    assertThat(seen.again()).isZero();
  }

  @Test
  void await_endsWithTheCount_orWithTheTime() throws Exception {
    seen.add(5);

    assertThat(seen.awaitCount(1, 0, TimeUnit.MILLISECONDS)).isTrue();
    assertThat(seen.awaitCount(2, 0, TimeUnit.MILLISECONDS)).isFalse();
  }
}
