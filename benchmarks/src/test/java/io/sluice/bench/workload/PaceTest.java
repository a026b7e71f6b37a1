package io.sluice.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final int RATE = 20_000;

  private final AtomicLong now = new AtomicLong(-77);
  private final Pace pace = new Pace(RATE, now::get);

  @BeforeEach
  void begin() {
    pace.begin();
  }

  @Test
  void allowed_isWhatTheRateMakesOfTheTime() {
    assertThat(pace.allowed(0, 0)).isZero();
    pass(500);

    assertThat(pace.allowed(0, 0)).isEqualTo(10_000);
  }

  @Test
  void allowed_whereTheContestantIsFarBehind_isNoMoreThanWasSent() {
    pass(60_000);

    assertThat(pace.allowed(250_000, 50_000)).isEqualTo(250_000);
    assertThat(pace.allowed(250_000, 60_000)).isEqualTo(260_000);
  }

  @Test
  void allowed_afterAPause_makesUpForASecondAtATime() {
    pass(60_000);

    assertThat(pace.allowed(100_000, 100_000)).isEqualTo(120_000);
  }

  @Test
  void over_whenTheTimeHasPassed() {
    pass(19_999);
    assertThat(pace.isOver(Duration.ofSeconds(20))).isFalse();
    pass(1);
    assertThat(pace.isOver(Duration.ofSeconds(20))).isTrue();
  }

  private void pass(long ms) {
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(ms));
  }
}
